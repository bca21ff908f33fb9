import CLinux
import Conformance
import Frame
import Glibc
import Linux
import Streams
import Testing

@testable import Transports

/// Where standard input is closed the first socket that is opened has descriptor 0, as seen in processes of their own.
@Suite struct DescriptorZeroTests {
    private final class Notebook: Acceptor {
        let reasons = Locked<[String]>([])

        func accepted(_ link: sending any Link, from peer: Peer) async {}
        func refused(_ address: String, _ reason: any Error) { reasons.withLock { $0.append("\(reason)") } }
    }

    @Test func `a peer is let in by descriptor 0, too`() async {
        await #expect(processExitsWith: .success) {
            let (loop, notebook) = (ManualLoop(runsJobsInline: true), Notebook())
            let door = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            let any = try #require(try Resolver.addresses(of: "127.0.0.1", port: 0).first)
            try #require(any.withSockaddr { bind(door, $0, $1) } == 0 && Glibc.listen(door, 5) == 0)
            let uri = EndpointURI(scheme: "ws", host: "", path: "/", parameters: [.init("descriptors", "\(door)")])
            let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: notebook)
            let address = try #require(SocketAddress { getsockname(door, $0, $1) })
            let peer = try StreamSocket(family: AF_INET)
            _ = address.withSockaddr { connect(peer.descriptor, $0, $1) }
            close(0)
            loop.makeReady(door, for: .read)
            #expect(loop.interest(in: 0) == .read)
            #expect(notebook.reasons.withLock { $0 }.isEmpty)
            withExtendedLifetime((listener, peer)) {}
        }
    }
}
