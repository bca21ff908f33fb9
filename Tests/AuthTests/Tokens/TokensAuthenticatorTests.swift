import Frame
import Testing

@testable import Auth

@Suite struct TokensAuthenticatorTests {
    static func authenticator(_ path: String, at now: Duration = .zero) throws -> TokensAuthenticator {
        try TokensAuthenticator(EndpointURI(scheme: "tokens", path: path), now: { now })
    }

    @Test func `a token that was made up is admitted by its line, and no other is`() async throws {
        let token = AccessToken()
        let file = try TemporaryFile(try token.line(for: "ann") + "\n")
        let authenticator = try Registry(.auth).authenticator(EndpointURI("tokens:" + file.path))
        #expect(authenticator.acceptedKinds == .bearer)
        #expect(authenticator.warnings == [])
        #expect(try await authenticator.authenticate(.bearer(token.secret)) == Principal("ann"))
        #expect(try await authenticator.authenticate(.bearer(AccessToken().secret)) == nil)
        #expect(try await authenticator.authenticate(.basic(user: "ann", password: token.secret)) == nil)
        #expect(try await authenticator.authenticate(.none) == nil)
    }

    @Test func `a token has 256 random bits, in characters that a URI takes as they are`() {
        let tokens = (0..<100).map { _ in AccessToken().secret.reveal() }
        #expect(Set(tokens).count == 100)
        for token in tokens {
            #expect(token.utf8.count == "etherws_".utf8.count + 43)
            // Of the last character four bits count.
            #expect(token.last.map { "AEIMQUYcgkosw048".contains($0) } == true)
            #expect(token.utf8.allSatisfy { Character(UnicodeScalar($0)).isLetter || "0123456789-_".utf8.contains($0) })
        }
    }

    @Test func `the line of a token holds its digest, and not the token`() throws {
        let token = AccessToken()
        let line = try token.line(for: "ann", expiry: "2027-12-31")
        #expect(line == "ann:\(try TokenDigest(of: token.secret).hexadecimal):2027-12-31")
        #expect(!line.contains(token.secret.reveal()))
    }

    @Test(arguments: ["", "a:b", "a\nb", "#a", " a", "a ", String(repeating: "a", count: 256)])
    func `a name that cannot stand in the file is refused`(name: String) {
        #expect(throws: EndpointURIError.self) { try AccessToken().line(for: name) }
    }

    @Test func `an expiry that is no date is refused`() {
        #expect(throws: EndpointURIError.self) { try AccessToken().line(for: "ann", expiry: "soon") }
    }

    @Test func `the operator is told of lines and tokens that are of no use`() throws {
        let expired = try AccessToken().line(for: "ann", expiry: "2020-01-01")
        let file = try TemporaryFile("\(expired)\nabsurd\n")
        #expect(
            try Self.authenticator(file.path, at: .seconds(1_700_000_000)).warnings
                == ["'\(file.path)': lines that cannot be read: 1; tokens that have expired: 1"])
    }

    @Test func `a file has a greatest size`() async throws {
        let token = AccessToken()
        let line = Array(try token.line(for: "ann").utf8)
        let file = try TemporaryFile()
        try file.write(line + [UInt8](repeating: UInt8(ascii: "\n"), count: 16_777_216 - line.count))
        #expect(try await Self.authenticator(file.path).authenticate(.bearer(token.secret)) == Principal("ann"))
        try file.write(line + [UInt8](repeating: UInt8(ascii: "\n"), count: 16_777_217 - line.count))
        #expect(throws: AuthError.tooLong(file: file.path, limit: 16_777_216)) { try Self.authenticator(file.path) }
    }

    @Test func `a token that is taken out of the file is refused from then on`() async throws {
        let (one, other) = (AccessToken(), AccessToken())
        let file = try TemporaryFile(try one.line(for: "ann"))
        let authenticator = try Self.authenticator(file.path)
        #expect(try await authenticator.authenticate(.bearer(one.secret)) == Principal("ann"))
        try file.write(try other.line(for: "ann"))
        #expect(try await authenticator.authenticate(.bearer(one.secret)) == nil)
        #expect(try await authenticator.authenticate(.bearer(other.secret)) == Principal("ann"))
        try file.write("")
        await #expect(throws: AuthError.noUsableLine(file: file.path, malformed: 0)) {
            try await authenticator.authenticate(.bearer(other.secret))
        }
    }

    @Test(arguments: ["tokens:", "tokens://host/file", "tokens:/file?x=y"])
    func `a URI that means something else is an error`(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(throws: EndpointURIError.self) { try TokensAuthenticator(uri) }
    }
}
