import Frame
import Testing

/// A transport of a third party is known by its declaration alone, as those of etherws are.
@Suite struct RegistryDeclarationsTests {
    /// `test://HOST?key=FILE&pin=SECRET&depth=1-9&socket=PATH`.
    private struct TestTransport: Transport {
        static let key = URIParameter.file("key", help: "private key")
        static let pin = URIParameter.secret("pin", help: "number that both sides know")
        static let depth = URIParameter.number("depth", in: 1...9, default: 3, help: "depth")
        static let socket = URIParameter.ownFile("socket", help: "Unix socket")
        static let declaration = URIDeclaration("//HOST", help: "test", key, pin, depth, socket)

        let name: String
        let pin: Secret?
        let depth: Int

        init(_ uri: EndpointURI) throws {
            name = "\(uri)"
            (pin, depth) = try uri.withParameters { parameters in
                _ = try (parameters.take(Self.key), parameters.take(Self.socket))
                return (try parameters.take(Self.pin), try parameters.take(Self.depth))
            }
        }
    }

    private struct TestAuthenticator: Authenticator {
        static let declaration = URIDeclaration(
            "", URIParameter.component("auth", .authenticator, help: "another").repeated(),
            URIParameter.secret("pin", help: "pin"), URIParameter.file("users", help: "users"))

        let needs = Needs(runsPrograms: true)

        func authenticate(_ credentials: Credentials) async -> Principal? { nil }
    }

    private static let plugin = Plugin { registry throws(RegistryError) in
        try registry.add(transport: "test", declaring: TestTransport.declaration) { try TestTransport($0) }
        try registry.add(authenticator: "test", declaring: TestAuthenticator.declaration) { _ in TestAuthenticator() }
        try registry.add(device: "test") { _ in throw TransportError.silent }
    }

    private let registry: Registry

    init() throws { registry = try Registry(Self.plugin) }

    @Test func `an unknown parameter is an error that names those declared`() throws {
        let error = #expect(throws: EndpointURIError.self) {
            try registry.transport(EndpointURI("test://host?pni=1234"))
        }
        #expect(error?.description == "unknown parameter 'pni'; known: key, pin, depth, socket")
    }

    @Test func `a parameter that is not declared is refused, even if the component would take it`() throws {
        let uri = try EndpointURI("test://host?pin=1234")
        #expect(try TestTransport(uri).pin == "1234")
        var registry = try Registry()
        try registry.add(transport: "test") { try TestTransport($0) }
        let error = #expect(throws: EndpointURIError.self) { try registry.transport(uri) }
        #expect(error?.description == "this URI takes no parameters (got 'pin')")
    }

    @Test func `a wrong value is an error that names the range`() throws {
        let error = #expect(throws: EndpointURIError.self) {
            try registry.transport(EndpointURI("test://host?depth=10"))
        }
        #expect(error?.description == "the parameter 'depth' is a number from 1 to 9, not '10'")
    }

    @Test func `a declared secret is hidden from whatever prints the URI, and known to the component`() throws {
        let uri = registry.hidingSecrets(of: try EndpointURI("test://host?key=/k&pin=1234"), as: .transport)
        var dumped = ""
        dump(uri, to: &dumped)
        for text in ["\(uri)", String(reflecting: uri), "\(uri.parameters)", dumped] {
            #expect(!text.contains("1234") && text.contains("pin=••••") && text.contains("key=/k"))
        }
        #expect(uri.holdsSecret)
        let transport = try #require(try registry.transport(EndpointURI("test://host?pin=1234")) as? TestTransport)
        #expect(transport.pin == "1234")
        #expect(transport.name == "test://host?pin=••••")
    }

    @Test func `a URI that hides its secrets is the same URI`() throws {
        let uri = try EndpointURI("test://host?pin=1234")
        let hiding = registry.hidingSecrets(of: uri, as: .transport)
        #expect(uri == hiding && uri.hashValue == hiding.hashValue)
        #expect(hiding.parameters[0].value == "1234")
    }

    @Test(arguments: ["test://host?key=/k", "other://host?pin=1234"])
    func `a URI without a declared secret prints as it is`(text: String) throws {
        let uri = registry.hidingSecrets(of: try EndpointURI(text), as: .transport)
        #expect("\(uri)" == text)
        #expect(!uri.holdsSecret)
    }

    @Test func `a declaration is of one kind of component`() throws {
        let uri = try EndpointURI("test:?pin=1234")
        #expect(registry.hidingSecrets(of: uri, as: .device).description == "test:?pin=1234")
    }

    @Test(arguments: [
        (
            "test:?auth=test:?pin=1234%26users=/u&auth=test:?users=/v",
            "test:?auth=test:?pin=••••%26users=/u&auth=test:?users=/v"
        ),
        ("test:?auth=test:?auth=test:?pin=1234", "test:?auth=test:?auth=test:?pin=••••"),
        ("test:?auth=no-uri-1234", "test:?auth=••••"),
    ])
    func `a secret within a URI within a URI is hidden`(text: String, shown: String) throws {
        let uri = registry.hidingSecrets(of: try EndpointURI(text), as: .authenticator)
        #expect(uri.description == shown)
    }

    @Test func `the files that parameters declare are needed, beside what the component says`() throws {
        let uri = try EndpointURI("test://host?key=/k&socket=/s&pin=1234")
        #expect(
            try registry.needs(of: uri, as: .transport, for: .connecting) == Needs(files: ["/k"], activities: .dialing))
        #expect(
            try registry.needs(of: uri, as: .transport, for: .listening)
                == Needs(files: ["/k"], activities: [.accepting, .removingFiles]))
        let nested = try EndpointURI("test:?users=/u&auth=test:?users=/v")
        #expect(
            try registry.needs(of: nested, as: .authenticator) == Needs(files: ["/u", "/v"], runsPrograms: true))
    }

    @Test func `a component that cannot be made needs nothing, and says why`() throws {
        #expect(throws: TransportError.silent) { try registry.needs(of: EndpointURI("test:"), as: .device) }
    }
}
