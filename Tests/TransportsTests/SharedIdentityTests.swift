import Frame
import Linux
import Reactor
import TLSSupport
import Testing

@testable import Transports

/// Two loops that share a port, and with it a certificate.
@Suite struct SharedIdentityTests {
    private final class Notebook: Acceptor {
        private let notices = Locked<[TransportNotice]>([])

        var count: Int { notices.withLock { $0.count } }

        func accepted(_ link: sending any Link, from peer: Peer) async {}
        func noticed(_ notice: TransportNotice) { notices.withLock { $0.append(notice) } }
    }

    @Test("The loop that has read the certificate looks after it, and no other")
    func owner() async throws {
        let files = TestCertificate.localhost
        let uri = EndpointURI(
            scheme: "wss", host: "127.0.0.1", port: 0, path: "/",
            parameters: [.init("certificate", files.certificate), .init("key", files.key)])
        let notebooks = [Notebook(), Notebook()]
        var listeners: [any Listener] = []
        for (share, notebook) in zip(try WebSocketTransport(uri).shares(2), notebooks) {
            listeners.append(try await share.listen(on: EpollLoop(), authenticator: nil, acceptor: notebook))
        }
        // The certificate ends tomorrow.
        #expect(notebooks.map(\.count) == [1, 0])
        for listener in listeners { await listener.reload() }
        #expect(notebooks.map(\.count) == [3, 0])
        for listener in listeners { await listener.close() }
    }
}
