import Frame
import Testing

@Suite struct EndpointURIParametersTests {
    private static let mtu = URIParameter.number("mtu", in: 68...65_517, help: "MTU in bytes")
    private static let up = URIParameter.toggle("up", default: true, help: "whether to bring the interface up")
    private static let name = URIParameter.text("name", "NAME", help: "name")

    @Test func `parameters are taken by their declarations`() throws {
        let uri = try EndpointURI("tap:x?mtu=9000&up=off&name=a%20b")
        let (mtu, isUp, name) = try uri.withParameters { parameters in
            (try parameters.take(Self.mtu), try parameters.take(Self.up), try parameters.take(Self.name))
        }
        #expect(mtu == 9000)
        #expect(!isUp)
        #expect(name == "a b")
    }

    @Test func `a parameter that is not there has its default`() throws {
        let uri = try EndpointURI("tap:x")
        let (mtu, isUp, name) = try uri.withParameters { parameters in
            (try parameters.take(Self.mtu), try parameters.take(Self.up), try parameters.take(Self.name))
        }
        #expect(mtu == nil)
        #expect(isUp)
        #expect(name == nil)
    }

    @Test func `a parameter that is not taken is an error that lists those there are`() throws {
        let uri = try EndpointURI("tap:x?mtuu=9000")
        let error = #expect(throws: EndpointURIError.unknownParameter("mtuu", known: ["mtu", "up"])) {
            try uri.withParameters { parameters in
                _ = try parameters.take(Self.mtu)
                _ = try parameters.take(Self.up)
            }
        }
        #expect(error?.description == "unknown parameter 'mtuu'; known: mtu, up")
    }

    @Test func `names are case-sensitive`() throws {
        let uri = try EndpointURI("tap:x?MTU=9000")
        #expect(throws: EndpointURIError.unknownParameter("MTU", known: ["mtu"])) {
            try uri.withParameters { _ = try $0.take(Self.mtu) }
        }
    }

    @Test func `what the body throws comes first`() throws {
        let uri = try EndpointURI("tap:x?unknown")
        #expect(throws: EndpointURIError.missingPart("name", of: "tap")) {
            try uri.withParameters { _ in throw EndpointURIError.missingPart("name", of: "tap") }
        }
    }

    @Test func `a component without parameters says so`() throws {
        let uri = try EndpointURI("htpasswd:/x?realm=y")
        let error = #expect(throws: EndpointURIError.unknownParameter("realm", known: [])) {
            try uri.withParameters { _ in }
        }
        #expect(error?.description == "this URI takes no parameters (got 'realm')")
    }
}
