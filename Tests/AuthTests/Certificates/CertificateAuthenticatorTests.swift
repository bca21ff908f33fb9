import Frame
import Testing

@testable import Auth

@Suite struct CertificateAuthenticatorTests {
    static let alice = PeerCertificate(
        commonName: "Alice", hosts: ["a.example.com", "b.example.com"], addresses: ["alice@example.com"],
        uris: ["spiffe://example.com/alice"])

    private func principal(_ uri: String, _ certificate: PeerCertificate? = alice) async throws -> Principal? {
        let authenticator = try Registry(.auth).authenticator(EndpointURI(uri))
        #expect(authenticator.acceptedKinds == .certificate)
        return try await authenticator.authenticate(Credentials(certificate: certificate))
    }

    @Test(
        arguments: [
            ("certificate:", "Alice"), ("certificate:?name=cn", "Alice"),
            ("certificate:?name=email", "alice@example.com"),
            ("certificate:?name=uri", "spiffe://example.com/alice"), ("certificate:?name=host", nil),
        ] as [(String, String?)])
    func `a certificate stands for its one name of the kind that is asked for`(uri: String, name: String?) async throws
    {
        #expect(try await principal(uri)?.name == name)
        #expect(try await principal(uri, nil) == nil)
        #expect(try await principal(uri, PeerCertificate()) == nil)
    }

    @Test(
        arguments: [
            ("cn", "ann:Alice", "ann"), ("cn", "ann:alice", nil), ("cn", "# Alice\nann:Bob", nil),
            ("cn", "ann:Alice\nbob:Alice Smith", "ann"), ("uri", "ann:spiffe://example.com/alice\n", "ann"),
            ("host", "ann:b.example.com", "ann"),
            ("host", "ann:a.example.com\nann:b.example.com", "ann"),
            ("host", "ann:a.example.com\nbob:b.example.com", nil),
        ] as [(String, String, String?)])
    func `a file says whom certificates stand for`(kind: String, lines: String, name: String?) async throws {
        let file = try TemporaryFile(lines)
        #expect(try await principal("certificate:\(file.path)?name=\(kind)")?.name == name)
    }

    @Test(arguments: ["Zo\u{eb}", "Zoe\u{308}"])
    func `names are one in either normalization form`(name: String) async throws {
        let file = try TemporaryFile("zo\u{eb}:Zo\u{eb}\nbob:Zoe\u{308}\n")
        let principal = try await principal("certificate:\(file.path)", PeerCertificate(commonName: name))
        #expect(principal == Principal("zoe\u{308}"))
    }

    @Test(arguments: ["", "a\nb", String(repeating: "n", count: 256)])
    func `what is no name admits nobody`(name: String) async throws {
        #expect(try await principal("certificate:", PeerCertificate(commonName: name)) == nil)
    }

    @Test(arguments: ["Alice Smith", "a~b", "x", String(repeating: "n", count: 1_024)])
    func `a name in a file may have blanks, and 1,024 bytes`(name: String) async throws {
        let file = try TemporaryFile("ann:\(name)\n")
        let authenticator = try CertificateAuthenticator(EndpointURI("certificate:" + file.path))
        #expect(authenticator.warnings == [])
        let certificate = PeerCertificate(commonName: name)
        #expect(try await authenticator.authenticate(.init(certificate: certificate)) == Principal("ann"))
    }

    @Test(arguments: ["", "a\u{1f}b", "a\u{7f}", String(repeating: "n", count: 1_025)])
    func `a name in a file has no control characters, and no more than 1,024 bytes`(name: String) throws {
        let file = try TemporaryFile("ann:\(name)\nbob:Bob")
        let authenticator = try CertificateAuthenticator(EndpointURI("certificate:" + file.path))
        #expect(authenticator.warnings == ["'\(file.path)': lines that cannot be read: 1"])
    }

    @Test func `a file has a greatest size`() throws {
        let file = try TemporaryFile()
        let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: 16_777_216 - 9)
        try file.write(Array("ann:Alice".utf8) + padding)
        let uri = try EndpointURI("certificate:" + file.path)
        #expect(throws: Never.self) { try CertificateAuthenticator(uri) }
        try file.write(Array("ann:Alice\n".utf8) + padding)
        #expect(throws: AuthError.tooLong(file: file.path, limit: 16_777_216)) { try CertificateAuthenticator(uri) }
    }

    @Test func `the operator is told of lines that cannot be read`() throws {
        let file = try TemporaryFile("ann:Alice\nabsurd\nbob:Alice\n:x\n")
        let authenticator = try CertificateAuthenticator(EndpointURI("certificate:" + file.path))
        #expect(authenticator.warnings == ["'\(file.path)': lines that cannot be read: 3"])
    }

    @Test func `a file without a line is refused`() throws {
        let file = try TemporaryFile("# nobody\n")
        #expect(throws: AuthError.noUsableLine(file: file.path, malformed: 0)) {
            try CertificateAuthenticator(EndpointURI("certificate:" + file.path))
        }
    }

    @Test(arguments: ["certificate:?name=serial", "certificate:?nam=cn", "certificate://host/file"])
    func `a URI that means something else is an error`(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(throws: EndpointURIError.self) { try CertificateAuthenticator(uri) }
    }
}
