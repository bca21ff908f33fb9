import CLinux
import Conformance
import Frame
import Glibc
import Linux
import Streams
import TestSupport
import Testing

@testable import Transports

/// What happens where descriptors are short: in processes of their own, which others do not suffer from.
@Suite struct DescriptorShortageTests {
    private final class Notebook: Acceptor {
        let reasons = Locked<[String]>([])

        func accepted(_ link: sending any Link, from peer: Peer) async {}
        func refused(_ address: String, _ reason: any Error) { reasons.withLock { $0.append("\(reason)") } }
    }

    /// A listener that finds no descriptor for the peer that waits.
    private static func starve() async throws -> (ManualLoop, CInt, any Listener, Notebook, StreamSocket) {
        let (loop, notebook) = (ManualLoop(runsJobsInline: true), Notebook())
        let door = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
        #expect(any.withSockaddr { bind(door, $0, $1) } == 0 && Glibc.listen(door, 5) == 0)
        let uri = EndpointURI(scheme: "ws", host: "", path: "/", parameters: [.init("descriptors", "\(door)")])
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: notebook)
        let address = try #require(SocketAddress { getsockname(door, $0, $1) })
        let peer = try StreamSocket(family: AF_INET)
        _ = address.withSockaddr { connect(peer.descriptor, $0, $1) }
        let next = try StreamSocket(family: AF_UNIX).descriptor
        #expect(limitDescriptors(to: UInt(next)))
        loop.makeReady(door, for: .read)
        return (loop, door, listener, notebook, peer)
    }

    @Test("A listener without a descriptor for a peer says so, and looks again after 200 milliseconds")
    func pause() async {
        await #expect(processExitsWith: .success) {
            let (loop, door, listener, notebook, peer) = try await DescriptorShortageTests.starve()
            #expect(notebook.reasons.withLock { $0 } == ["accept: Too many open files"])
            #expect(loop.interest(in: door) == nil && loop.nextDeadline == .milliseconds(200))
            loop.advance(by: .milliseconds(200))
            #expect(loop.interest(in: door) == .read && loop.nextDeadline == nil)
            withExtendedLifetime((listener, peer)) {}
        }
    }

    @Test("A listener that is closed meanwhile does not")
    func closing() async {
        await #expect(processExitsWith: .success) {
            let (loop, door, listener, _, peer) = try await DescriptorShortageTests.starve()
            await listener.close()
            loop.advance(by: .milliseconds(200))
            #expect(loop.interest(in: door) == nil && loop.nextDeadline == nil)
            withExtendedLifetime(peer) {}
        }
    }
}
