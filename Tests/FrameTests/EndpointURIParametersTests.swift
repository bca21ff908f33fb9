import Frame
import Testing

@Suite struct EndpointURIParametersTests {
    @Test func `parameters are taken by name and type`() throws {
        let uri = try EndpointURI("tap:x?mtu=9000&up&name=a%20b")
        let (mtu, isUp, name, missing) = try uri.withParameters { parameters in
            (
                try parameters.take("mtu", in: 68...65_517), try parameters.takeSwitch("up"),
                try parameters.take("name", as: String.self), try parameters.take("missing", as: Int.self)
            )
        }
        #expect(mtu == 9000)
        #expect(isUp == true)
        #expect(name == "a b")
        #expect(missing == nil)
    }

    @Test func `a parameter that nobody takes is an error that lists those there are`() throws {
        let uri = try EndpointURI("tap:x?mtuu=9000")
        let error = #expect(throws: EndpointURIError.unknownParameter("mtuu", known: ["mtu", "up"])) {
            try uri.withParameters { parameters in
                _ = try parameters.take("mtu", in: 68...65_517)
                _ = try parameters.takeSwitch("up")
            }
        }
        #expect(error?.description == "unknown parameter 'mtuu'; known: mtu, up")
    }

    @Test func `names are case-sensitive`() throws {
        let uri = try EndpointURI("tap:x?MTU=9000")
        #expect(throws: EndpointURIError.unknownParameter("MTU", known: ["mtu"])) {
            try uri.withParameters { _ = try $0.take("mtu", in: 0...1) }
        }
    }

    @Test func `a parameter that is there twice is an error`() throws {
        let uri = try EndpointURI("tap:x?mtu=1&up&mtu=1")
        #expect(throws: EndpointURIError.repeatedParameter("mtu")) {
            try uri.withParameters { _ = try $0.take("mtu", as: Int.self) }
        }
    }

    @Test(arguments: ["on", "yes", "true", "1", "", "ON", "Yes"])
    func `a switch is on`(value: String) throws {
        #expect(try EndpointURI("tap:x?up=\(value)").withParameters { try $0.takeSwitch("up") } == true)
    }

    @Test(arguments: ["off", "no", "false", "0", "Off"])
    func `a switch is off`(value: String) throws {
        #expect(try EndpointURI("tap:x?up=\(value)").withParameters { try $0.takeSwitch("up") } == false)
    }

    @Test(arguments: ["maybe", "2", "onn", " on"])
    func `a switch is nothing else`(value: String) throws {
        let uri = EndpointURI(scheme: "tap", parameters: [.init("up", value)])
        #expect(throws: EndpointURIError.invalidParameter("up", value: value)) {
            try uri.withParameters { try $0.takeSwitch("up") }
        }
    }

    @Test(arguments: ["67", "65518", "-1", "", "9000x", "9e3", " 9000", "99999999999999999999"])
    func `a number outside its range is an error that names the range`(value: String) {
        let uri = EndpointURI(scheme: "tap", parameters: [.init("mtu", value)])
        let error = #expect(throws: EndpointURIError.outOfRange("mtu", value: value, range: 68...65_517)) {
            try uri.withParameters { try $0.take("mtu", in: 68...65_517) }
        }
        #expect(error?.description == "the parameter 'mtu' is a number from 68 to 65517, not '\(value)'")
    }

    @Test(arguments: ["x", "1.5", ""])
    func `a value that does not read as its type is an error`(value: String) {
        let uri = EndpointURI(scheme: "tap", parameters: [.init("count", value)])
        #expect(throws: EndpointURIError.invalidParameter("count", value: value)) {
            try uri.withParameters { try $0.take("count", as: Int.self) }
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
