import Frame
import Glibc
import TLSSupport
import Testing

@testable import TLS

/// Lists of certificates that have been revoked, of servers' and of clients'.
@Suite struct RevocationListTests {
    private func files() throws -> (good: String, none: String) {
        (TestCertificate.authority.makeRevocationList(), "/nonexistent/list.pem")
    }

    @Test("A server's certificate that is not on the list of its authority is accepted")
    func server() throws {
        var options = TLSOptions.standard
        options.revocations = try files().good
        let dialogue = TLSDialogue(
            client: try TLSContext(client: options).clientSession(host: "localhost"), server: try .server())
        try dialogue.shakeHands()
        #expect(dialogue.client.summary.hasPrefix("TLSv1.3"))
    }

    @Test("Without the list of its authority no certificate is accepted")
    func otherAuthority() throws {
        var options = TLSOptions.standard
        options.revocations = TestCertificate(commonName: "other authority", names: nil).makeRevocationList()
        let dialogue = TLSDialogue(
            client: try TLSContext(client: options).clientSession(host: "localhost"), server: try .server())
        #expect(throws: TransportError.self) { try dialogue.shakeHands() }
    }

    @Test("A list that cannot be read is an error that names it, for a client and for a server")
    func unreadable() throws {
        let (good, none) = try files()
        var options = TLSOptions.standard
        options.revocations = none
        let error = #expect(throws: TransportError.self) { try TLSContext(client: options) }
        #expect("\(try #require(error))".hasPrefix("cannot read revoked certificates from '\(none)': "))
        let authority = TestCertificate.authority.certificate
        let identity = TestCertificate.localhost.identity
        let clients = ClientTrust(authorities: authority, revocations: none)
        let refusal = #expect(throws: TransportError.self) { try TLSContext(server: identity, clients: clients) }
        #expect("\(try #require(refusal))".hasPrefix("cannot read revoked certificates from '\(none)': "))
        _ = try TLSContext(server: identity, clients: ClientTrust(authorities: authority, revocations: good))
    }
}
