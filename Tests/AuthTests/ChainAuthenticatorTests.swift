import Frame
import Testing

@testable import Auth

@Suite struct ChainAuthenticatorTests {
    /// Says the same to everybody.
    private struct Link: Authenticator {
        let answer: Result<Principal?, Broken>
        var acceptedKinds: Credentials.Kinds = .basic
        var warnings: [String] = []

        func authenticate(_ credentials: Credentials) async throws -> Principal? { try answer.get() }
    }

    private struct Broken: Error, Equatable { let number: Int }

    private static func link(_ name: Character) -> Link {
        switch name {
        case "-": Link(answer: .success(nil))
        case "0"..."9": Link(answer: .failure(Broken(number: name.wholeNumberValue ?? 0)))
        default: Link(answer: .success(Principal(String(name))))
        }
    }

    private func ask(_ links: String) async throws -> String? {
        try await ChainAuthenticator(links.map(Self.link)).authenticate(.none)?.name
    }

    @Test(arguments: [("a", "a"), ("-a", "a"), ("ab", "a"), ("1a", "a"), ("-1-b2", "b"), ("--", nil), ("", nil)])
    func `the first that admits says who it is`(links: String, name: String?) async throws {
        #expect(try await ask(links) == name)
    }

    @Test(arguments: [("1", 1), ("-1", 1), ("1-", 1), ("12", 1), ("-2-1", 2)])
    func `where one cannot decide and none admits, nothing is decided`(links: String, number: Int) async {
        await #expect(throws: Broken(number: number)) { try await ask(links) }
    }

    @Test func `it looks at what its links look at, and says what they say`() {
        let chain = ChainAuthenticator([
            Link(answer: .success(nil), acceptedKinds: .bearer, warnings: ["one"]),
            Link(answer: .success(nil), acceptedKinds: .certificate, warnings: ["two"]),
        ])
        #expect(chain.acceptedKinds == [.bearer, .certificate])
        #expect(chain.warnings == ["one", "two"])
    }

    @Test func `its URI names others, whatever characters are in theirs`() async throws {
        let users = try TemporaryFile(Line.bcrypt)
        let token = AccessToken()
        let tokens = try TemporaryFile(try token.line(for: "ann"))
        let uri = try #require(try ChainAuthenticator.uri(of: ["htpasswd:" + users.path, "tokens:" + tokens.path]))
        let chain = try Registry(.auth).authenticator(try EndpointURI("\(uri)"))
        #expect(try await chain.authenticate(.bearer(token.secret)) == Principal("ann"))
        #expect(try await chain.authenticate(.basic(user: "dan", password: "secret")) == Principal("dan"))
        #expect(try await chain.authenticate(.basic(user: "dan", password: "wrong")) == nil)
        #expect(
            try ChainAuthenticator.uri(of: ["htpasswd:a?b&c", "x:y"])?.description
                == "chain:?auth=htpasswd:a?b%26c&auth=x:y")
    }

    @Test func `a chain of one is that one, and of none is none`() throws {
        #expect(try ChainAuthenticator.uri(of: []) == nil)
        #expect(try ChainAuthenticator.uri(of: ["tokens:x"]) == EndpointURI("tokens:x"))
    }

    @Test(arguments: [
        "chain:", "chain:x?auth=tokens:y", "chain:?auht=tokens:x", "chain:?auth=tokens", "chain://h/?auth=x:y",
    ])
    func `a URI that means something else is an error`(text: String) throws {
        let uri = try EndpointURI(text)
        #expect(throws: EndpointURIError.self) { try ChainAuthenticator(uri, in: Registry(.auth)) }
    }

    @Test func `a link that nobody knows is an error`() throws {
        #expect(throws: RegistryError.self) {
            try Registry(.auth).authenticator(EndpointURI("chain:?auth=oracle:delphi"))
        }
    }
}
