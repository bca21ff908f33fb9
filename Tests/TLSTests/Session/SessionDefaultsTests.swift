import Frame
import TLSSupport
import Testing

@testable import Queueing
@testable import TLS

@Suite struct SessionDefaultsTests {
    @Test("A summary tells of no resumption and no pinned key unless there are any")
    func summary() {
        let summary = SecuritySummary(algorithms: "TLSv1.3 X")
        #expect(!summary.isResumed && !summary.isPinned)
        #expect(summary.trust == .system && summary.certificate == nil && summary.applicationProtocol == nil)
    }

    @Test("The certificate of a server is no client's")
    func server() throws {
        let dialogue = TLSDialogue(
            client: try TLSContext(client: .standard).clientSession(host: "localhost"),
            server: try TLSContext(server: TestCertificate.localhost.identity).serverSession(peer: "client"))
        try dialogue.shakeHands()
        #expect(dialogue.client.clientCertificate == nil)
        #expect(dialogue.server.clientCertificate == nil)
    }

    @Test("The certificate of a client is told to the server that asked for it, once it is verified")
    func client() throws {
        let alice = TestCertificate(commonName: "Alice", names: "DNS:a.example.com", signedBy: .authority)
        var options = TLSOptions.standard
        options.identity = alice.identity
        let clients = ClientTrust(authorities: TestCertificate.authority.certificate)
        let context = try TLSContext(server: TestCertificate.localhost.identity, clients: clients)
        let dialogue = TLSDialogue(
            client: try TLSContext(client: options).clientSession(host: "localhost"),
            server: try context.serverSession(peer: "client"))
        #expect(dialogue.server.clientCertificate == nil)
        try dialogue.shakeHands()
        #expect(dialogue.server.clientCertificate?.commonName == "Alice")
        #expect(dialogue.client.clientCertificate == nil)
    }
}
