import CLinux
import Conformance
import Frame
import Glibc
import Streams
import Testing

@testable import Transports

/// How many peers a listener lets in at once, on a loop that a test moves by hand.
@Suite struct WebSocketListenerTests {
    private let loop = ManualLoop(runsJobsInline: true)
    private let door: CInt
    private let address: SocketAddress

    private final class Nobody: Acceptor {
        func accepted(_ link: sending any Link, from peer: Peer) async {}
    }

    init() throws {
        let door = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        try #require(any.withSockaddr { bind(door, $0, $1) } == 0)
        try #require(Glibc.listen(door, 200) == 0)
        address = try #require(SocketAddress { getsockname(door, $0, $1) })
        self.door = door
    }

    /// How many of 65 peers wait at the door still, after each time that it was found ready.
    private func waiting(elapsed: Duration) async throws -> [Int] {
        let uri = EndpointURI(scheme: "ws", host: "", path: "/", parameters: [.init("descriptors", "\(door)")])
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: Nobody())
        let peers = try (0..<65).map { _ in try StreamSocket(family: AF_INET) }
        for peer in peers { _ = address.withSockaddr { connect(peer.descriptor, $0, $1) } }
        loop.letHandlersTake(elapsed)
        var counts: [Int] = []
        for _ in 0..<2 {
            loop.makeReady(door, for: .read)
            counts.append(try unaccepted())
        }
        loop.letHandlersTake(.zero)
        await listener.close()
        // Those who have been let in find their connections gone.
        for descriptor in CInt(0)..<65_536 where loop.interest(in: descriptor) != nil {
            loop.makeReady(descriptor, for: .read)
        }
        withExtendedLifetime(peers) {}
        return counts
    }

    /// The length of the queue of a socket that listens (tcp(7)).
    private func unaccepted() throws -> Int {
        var (info, length) = (tcp_info(), socklen_t(MemoryLayout<tcp_info>.size))
        try #require(getsockopt(door, CInt(IPPROTO_TCP), TCP_INFO, &info, &length) == 0)
        return Int(info.tcpi_unacked)
    }

    @Test("It lets in 64 at once")
    func batch() async throws {
        #expect(try await waiting(elapsed: .microseconds(100)) == [1, 0])
    }

    @Test("It leaves the others for later when that takes more than 100 µs")
    func share() async throws {
        #expect(try await waiting(elapsed: .nanoseconds(100_001)) == [64, 63])
    }
}
