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
}
