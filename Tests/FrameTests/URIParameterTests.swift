import Frame
import Testing

@Suite struct URIParameterTests {
    private enum Level: String, CaseIterable { case low, middle, high }

    private static let mtu = URIParameter.number("mtu", in: 68...65_517, help: "MTU in bytes")
    private static let ping = URIParameter.number("ping", in: 1...3600, default: 15, help: "seconds between pings")
    private static let up = URIParameter.toggle("up", default: true, help: "whether to bring the interface up")
    private static let level = URIParameter.choice("level", default: Level.middle, help: "level")
    private static let pins = URIParameter.text("pin", "SHA256", help: "pin").repeated()
    private static let key = URIParameter.file("key", help: "key")
    private static let password = URIParameter.secret("password", help: "password")
    private static let inner = URIParameter.component("auth", .authenticator, help: "authenticator")

    private func take<Value>(_ parameter: URIParameter<Value>, _ values: [(String, String)]) throws -> Value {
        let uri = EndpointURI(scheme: "test", parameters: values.map { .init($0.0, $0.1) })
        return try uri.withParameters { try $0.take(parameter) }
    }

    @Test(arguments: [("68", 68), ("65517", 65_517), ("09000", 9000)])
    func `a number within its range is read`(text: String, number: Int) throws {
        #expect(try take(Self.mtu, [("mtu", text)]) == number)
    }

    @Test(arguments: ["67", "65518", "-1", "", "9000x", "9e3", " 9000", "99999999999999999999"])
    func `a number outside its range is an error that names the range`(value: String) {
        let error = #expect(throws: EndpointURIError.outOfRange("mtu", value: value, range: 68...65_517)) {
            try take(Self.mtu, [("mtu", value)])
        }
        #expect(error?.description == "the parameter 'mtu' is a number from 68 to 65517, not '\(value)'")
    }

    @Test func `a number may have a default, or none`() throws {
        #expect(try take(Self.ping, []) == 15)
        #expect(try take(Self.ping, [("ping", "20")]) == 20)
        #expect(try take(Self.mtu, []) == nil)
        #expect(throws: EndpointURIError.outOfRange("ping", value: "0", range: 1...3600)) {
            try take(Self.ping, [("ping", "0")])
        }
    }

    @Test(arguments: ["on", "yes", "true", "1", "", "ON", "Yes"])
    func `a switch is on`(value: String) throws {
        let isOn = URIParameter.toggle("up", default: false, help: "")
        #expect(try take(isOn, [("up", value)]))
        #expect(try !take(isOn, []))
    }

    @Test(arguments: ["off", "no", "false", "0", "Off"])
    func `a switch is off`(value: String) throws {
        #expect(try !take(Self.up, [("up", value)]))
        #expect(try take(Self.up, []))
    }

    @Test(arguments: ["maybe", "2", "onn", " on"])
    func `a switch is nothing else`(value: String) throws {
        let error = #expect(throws: EndpointURIError.noChoice("up", value: value, choices: ["on", "off"])) {
            try take(Self.up, [("up", value)])
        }
        #expect(error?.description == "the parameter 'up' is on or off, not '\(value)'")
    }

    @Test func `a choice is one of its words`() throws {
        #expect(try take(Self.level, [("level", "high")]) == .high)
        #expect(try take(Self.level, []) == .middle)
        let error = #expect(throws: EndpointURIError.self) { try take(Self.level, [("level", "High")]) }
        #expect(error?.description == "the parameter 'level' is low, middle or high, not 'High'")
    }

    @Test func `a parameter that is there twice is an error`() throws {
        for (name, value) in [("ping", "1"), ("level", "low"), ("up", "on"), ("key", "/x"), ("password", "x")] {
            let values = [(name, value), (name, value)]
            #expect(throws: EndpointURIError.repeatedParameter(name)) {
                switch name {
                case "ping": _ = try take(Self.ping, values)
                case "level": _ = try take(Self.level, values)
                case "up": _ = try take(Self.up, values)
                case "key": _ = try take(Self.key, values)
                default: _ = try take(Self.password, values)
                }
            }
        }
    }

    @Test func `a parameter that may be repeated has all its values, in order`() throws {
        #expect(try take(Self.pins, [("pin", "b"), ("pin", ""), ("pin", "a")]) == ["b", "", "a"])
        #expect(try take(Self.pins, []) == [])
        #expect(throws: EndpointURIError.outOfRange("mtu", value: "1", range: 68...65_517)) {
            try take(Self.mtu.repeated(), [("mtu", "68"), ("mtu", "1")])
        }
    }

    @Test func `a secret cannot be seen, and errors do not show it`() throws {
        let password = try take(Self.password, [("password", "hunter2")])
        #expect(password?.reveal() == "hunter2")
        #expect(!"\(password as Any)".contains("hunter2"))
        #expect(try take(Self.password, []) == nil)
    }

    @Test func `a file is its path`() throws {
        #expect(try take(Self.key, [("key", "/etc/key.pem")]) == "/etc/key.pem")
    }

    @Test func `the URI of a component is read`() throws {
        #expect(try take(Self.inner, [("auth", "tokens:/x?a=b")]) == EndpointURI("tokens:/x?a=b"))
        #expect(throws: EndpointURIError.missingScheme("x")) { try take(Self.inner, [("auth", "x")]) }
    }

    @Test func `a value makes a parameter of a URI, and no value makes none`() {
        #expect(Self.ping.setting(20) == EndpointURI.Parameter("ping", "20"))
        #expect(Self.ping.given(20) == EndpointURI.Parameter("ping", "20"))
        #expect(Self.ping.given(Int?.none) == nil)
    }
}
