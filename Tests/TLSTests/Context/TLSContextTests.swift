import Frame
import TLSSupport
import Testing

@testable import TLS

@Suite struct TLSContextTests {
    private func dialogue(
        _ options: TLSOptions = .standard,
        policy: TLSPolicy = TLSPolicy(),
        resuming ticket: TLSTicket? = nil
    ) throws -> TLSDialogue {
        let server = try TLSContext(server: TestCertificate.localhost.identity, policy: policy)
        return TLSDialogue(
            client: try TLSContext(client: options).clientSession(host: "localhost", resuming: ticket),
            server: try server.serverSession(peer: "client")
        )
    }

    private func policy(_ minimum: TLSVersion = .tls12, _ ciphers: String? = nil) -> TLSPolicy {
        var policy = TLSPolicy()
        (policy.minimum, policy.ciphers) = (minimum, ciphers)
        return policy
    }

    @Test("Two of ours agree on TLS 1.3")
    func newest() throws {
        let dialogue = try dialogue()
        try dialogue.shakeHands()
        #expect(dialogue.client.summary.hasPrefix("TLSv1.3 TLS_"))
        #expect(dialogue.client.summary == dialogue.server.summary)
    }

    @Test("A cipher of TLS 1.2 is agreed on if it is the only one", arguments: ["ECDHE-ECDSA-AES128-GCM-SHA256"])
    func ciphers(_ name: String) throws {
        var options = TLSOptions.standard
        options.policy = policy(.tls12, name)
        let dialogue = try dialogue(options)
        try dialogue.shakeHands()
        // TLS 1.3 has ciphers of its own, which were not restricted.
        #expect(dialogue.client.summary.hasPrefix("TLSv1.3"))
        options.policy = policy(.tls13, "TLS_CHACHA20_POLY1305_SHA256")
        let modern = try self.dialogue(options)
        try modern.shakeHands()
        #expect(modern.client.summary == "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256")
    }

    @Test(
        "Ciphers that OpenSSL does not know, or thinks too weak, are refused",
        arguments: ["NOPE", "TLS_NOPE", "RC4-MD5"])
    func unknownCiphers(_ name: String) {
        #expect(throws: TransportError.self) {
            try TLSContext(server: TestCertificate.localhost.identity, policy: policy(.tls12, name))
        }
    }

    @Test("A ticket resumes a session, and the next one too")
    func resumption() throws {
        let server = try TLSContext(server: TestCertificate.localhost.identity)
        let client = try TLSContext(client: .standard)
        var ticket: TLSTicket?
        for isResumed in [false, true, true] {
            let dialogue = TLSDialogue(
                client: try client.clientSession(host: "localhost", resuming: ticket),
                server: try server.serverSession(peer: "client")
            )
            try dialogue.shakeHands()
            #expect(dialogue.client.isResumed == isResumed && dialogue.server.isResumed == isResumed)
            ticket = dialogue.client.ticket
            #expect(ticket != nil)
        }
    }

    @Test("A ticket of another server's key means a full handshake")
    func foreignTicket() throws {
        let first = try dialogue()
        try first.shakeHands()
        let second = try dialogue(resuming: first.client.ticket)
        try second.shakeHands()
        #expect(!second.client.isResumed)
    }

    @Test("A resumed session is held to the pins as well")
    func resumedPin() throws {
        let server = try TLSContext(server: TestCertificate.localhost.identity)
        let first = TLSDialogue(
            client: try TLSContext(client: .standard).clientSession(host: "localhost"),
            server: try server.serverSession(peer: "client"))
        try first.shakeHands()
        var options = TLSOptions.standard
        options.pins = [try PublicKeyPin("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
        let second = TLSDialogue(
            client: try TLSContext(client: options).clientSession(host: "localhost", resuming: first.client.ticket),
            server: try server.serverSession(peer: "client"))
        #expect(throws: TransportError.self) { try second.shakeHands() }
    }

    @Test("A pin is needed besides the chain, and enough instead of it")
    func pins() throws {
        let key = try pin(of: .localhost)
        let other = try PublicKeyPin("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        for trust in [ServerTrust.file(TestCertificate.authority.certificate), .anybody] {
            var options = TLSOptions.trusting(trust)
            options.pins = [other, key]
            try dialogue(options).shakeHands()
            options.pins = [other]
            let error = #expect(throws: TransportError.self) { try dialogue(options).shakeHands() }
            #expect(
                error == .refused("the certificate of 'localhost' is not trusted: its key is not pinned, but \(key)"))
        }
        var untrusting = TLSOptions.trusting(.system)
        untrusting.pins = [key]
        #expect(throws: TransportError.self) { try dialogue(untrusting).shakeHands() }
    }

    /// What a client says about the key when it expects another.
    private func pin(of certificate: TestCertificate) throws -> PublicKeyPin {
        var options = TLSOptions.standard
        options.pins = [try PublicKeyPin("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
        let error = #expect(throws: TransportError.self) { try dialogue(options).shakeHands() }
        let word = try #require(error.map { "\($0)" }?.split(separator: " ").last)
        return try PublicKeyPin(String(word))
    }
}
