import Frame
import Testing

@Suite struct RegistryTests {
    struct Nothing: Device, Transport, Authenticator {
        let uri: EndpointURI

        func open(on loop: any EventLoop) async throws -> sending any Link { throw TransportError.silent }
        func authenticate(_ credentials: Credentials) async -> Principal? { Principal(uri.path) }
    }

    static let plugin = Plugin { registry throws(RegistryError) in
        try registry.add(device: "Two") { Nothing(uri: $0) }
        try registry.add(device: "one") { Nothing(uri: $0) }
        try registry.add(transport: "one") { Nothing(uri: $0) }
        try registry.add(authenticator: "one") { Nothing(uri: $0) }
    }

    @Test func `a scheme makes a component of its kind, whatever its case`() throws {
        let registry = try Registry(Self.plugin)
        #expect((try registry.device(EndpointURI("TWO:x")) as? Nothing)?.uri == EndpointURI(scheme: "two", path: "x"))
        #expect(try registry.transport(EndpointURI("one:")) is Nothing)
        #expect(try registry.authenticator(EndpointURI("one:")) is Nothing)
    }

    @Test func `schemes are listed in order, by kind`() throws {
        let registry = try Registry(Self.plugin)
        #expect(registry.schemes(of: .device) == ["one", "two"])
        #expect(registry.schemes(of: .transport) == ["one"])
        #expect(registry.schemes(of: .authenticator) == ["one"])
    }

    @Test(arguments: ComponentKind.allCases)
    func `a scheme that is registered twice is an error`(kind: ComponentKind) throws {
        let twice = Plugin { registry throws(RegistryError) in
            for scheme in ["udp", "UDP"] {
                switch kind {
                case .device: try registry.add(device: scheme) { Nothing(uri: $0) }
                case .transport: try registry.add(transport: scheme) { Nothing(uri: $0) }
                case .authenticator: try registry.add(authenticator: scheme) { Nothing(uri: $0) }
                }
            }
        }
        let error = #expect(throws: RegistryError.duplicate(kind, scheme: "udp")) { try Registry(twice) }
        #expect(error?.description == "the \(kind.rawValue) scheme 'udp' is registered twice")
    }

    @Test func `two plug-ins with the same scheme are an error`() {
        #expect(throws: RegistryError.duplicate(.device, scheme: "two")) { try Registry(Self.plugin, Self.plugin) }
    }

    @Test(arguments: ["", "1x", "a b", "a:b", "ü"])
    func `what no URI could begin with is no scheme`(scheme: String) {
        let plugin = Plugin { registry throws(RegistryError) in
            try registry.add(device: scheme) { Nothing(uri: $0) }
        }
        let error = #expect(throws: RegistryError.invalidScheme(.device, scheme: scheme)) { try Registry(plugin) }
        #expect(error?.description == "'\(scheme)' cannot be the scheme of a device")
    }

    @Test func `an unknown scheme is an error that lists those there are`() throws {
        let registry = try Registry(Self.plugin)
        let uri = try EndpointURI("tpa://ann:hunter2@host/?token=hunter2")
        let error = #expect(throws: RegistryError.unknown(.device, scheme: "tpa", available: ["one", "two"])) {
            try registry.device(uri)
        }
        #expect(error?.description == "no device is registered for 'tpa:'; available: one, two")
        #expect(throws: RegistryError.unknown(.transport, scheme: "tpa", available: ["one"])) {
            try registry.transport(uri)
        }
        #expect(throws: RegistryError.unknown(.authenticator, scheme: "tpa", available: ["one"])) {
            try registry.authenticator(uri)
        }
    }

    @Test func `an empty registry says that it is`() throws {
        let registry = try Registry()
        let error = #expect(throws: RegistryError.self) { try registry.device(EndpointURI("tap:x")) }
        #expect(error?.description == "no device is registered for 'tap:'; available: none")
    }

    @Test func `registries never affect each other`() throws {
        let first = try Registry(Self.plugin)
        var second = first
        try second.add(device: "three") { Nothing(uri: $0) }
        #expect(first.schemes(of: .device) == ["one", "two"])
        #expect(second.schemes(of: .device) == ["one", "three", "two"])
    }

    @Test func `what a factory throws comes through`() throws {
        let plugin = Plugin { registry throws(RegistryError) in
            try registry.add(device: "tap") { _ in throw EndpointURIError.missingPart("name", of: "tap") }
        }
        let error = #expect(throws: EndpointURIError.self) { try Registry(plugin).device(EndpointURI("tap:")) }
        #expect(error?.description == "a 'tap:' URI needs a name")
    }
}
