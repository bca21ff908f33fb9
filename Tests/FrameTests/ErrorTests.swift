import Frame
import Testing

/// What operators read is part of the contract.
@Suite struct ErrorTests {
    @Test(arguments: [
        (
            EndpointURIError.missingScheme("x"),
            "'x' is not a URI: it needs a scheme, as in 'tap:ethws0' or 'wss://host/'"
        ),
        (.invalidHost("::1"), "'::1' is not a host name or address; an IPv6 address stands in brackets"),
        (.invalidPort("x"), "'x' is not a port number from 0 to 65535"),
        (.invalidEncoding("%ff"), "'%ff' is not percent-encoded UTF-8"),
        (.tooLong(byteCount: 9000), "a URI of 9000 bytes is too long"),
        (.invalidParameter("up", value: "x"), "'x' is not a value for the parameter 'up'"),
        (.noChoice("up", value: "x", choices: ["on", "off"]), "the parameter 'up' is on or off, not 'x'"),
        (.noChoice("a", value: "x", choices: ["b"]), "the parameter 'a' is b, not 'x'"),
        (.repeatedParameter("mtu"), "the parameter 'mtu' is given twice"),
        (.unexpectedPart("host", in: "tap"), "a 'tap:' URI has no host"),
    ])
    func `what is wrong with a URI is a sentence`(error: EndpointURIError, sentence: String) {
        #expect(error.description == sentence)
    }

    @Test(arguments: [
        (TransportError.cannotConnect, "this transport cannot connect"),
        (.cannotListen, "this transport cannot listen"),
        (.unreachable("example.org: no such host"), "example.org: no such host"),
        (.busy("example.org: come back later", retryAfter: .seconds(5)), "example.org: come back later"),
        (.refused("wrong password"), "wrong password"),
        (.protocolViolation("reserved bits"), "the peer broke the protocol: reserved bits"),
        (.silent, "the peer has been silent for too long"),
    ])
    func `what went wrong on the way is a sentence`(error: TransportError, sentence: String) {
        #expect(error.description == sentence)
    }

    @Test func `a system error says what was done and what came of it`() {
        let error = SystemError(call: "bind 0.0.0.0:80", code: 13, reason: "Permission denied")
        #expect("\(error)" == "bind 0.0.0.0:80: Permission denied")
    }
}
