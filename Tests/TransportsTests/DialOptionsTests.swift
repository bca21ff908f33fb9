import Frame
import HTTP
import Streams
import Testing
import WebSocket

@testable import Transports

@Suite struct DialOptionsTests {
    private func endpoint(_ query: String, scheme: String = "wss") throws -> WebSocketEndpoint {
        try WebSocketEndpoint(EndpointURI("\(scheme)://example.com/?\(query)"))
    }

    @Test("Host, SNI, Origin and other fields are what the parameters say")
    func parameters() throws {
        let endpoint = try endpoint(
            "host=a.test:8443&sni=b.test&origin=https://c.test&header=X-One:%201&header=X-Two:2")
        #expect(endpoint.hostField == "a.test:8443")
        #expect(endpoint.serverName == "b.test")
        #expect(endpoint.dialing.fields == ["Origin": "https://c.test", "X-One": "1", "X-Two": "2"])
    }

    @Test("Without them they are the URI's")
    func defaults() throws {
        let endpoint = try endpoint("")
        #expect(endpoint.hostField == "example.com" && endpoint.serverName == "example.com")
        #expect(endpoint.dialing == DialOptions())
    }

    @Test(
        "A field that is another part's business, or more than a field, is refused and not shown",
        arguments: [
            "Host:%20secret", "Sec-WebSocket-Key:%20secret", "connection:%20secret", "Authorization:%20secret",
            "origin:%20secret",
            "Proxy-Authorization:%20secret", "Transfer-Encoding:%20secret", "X:%20secret%0d%0aY:%20z",
            "no%20name:%20secret",
            "secret", ":secret",
        ])
    func refused(_ header: String) {
        let error = #expect(throws: EndpointURIError.self) { try endpoint("header=\(header)") }
        #expect(error.map { !"\($0)".contains("secret") } == true)
    }

    @Test(
        "So are a host, an SNI without TLS, and a password without a proxy",
        arguments: [
            "host=a%20b", "host=a%0d%0ab", "origin=a%0db", "sni=x", "proxy-password=x", "proxy=ftp://p", "proxy=p",
        ])
    func others(_ query: String) { #expect(throws: EndpointURIError.self) { try endpoint(query, scheme: "ws") } }

    @Test("A URI with secrets in fields or for a proxy prints without them")
    func secrets() throws {
        let uri = try EndpointURI("ws://h/?proxy=http://a@p&proxy-password=hunter2&header=Cookie:%20hunter2")
        #expect("\(uri)" == "ws://h/?proxy=http://a@p&proxy-password=••••&header=••••")
    }

    @Test("They mean nothing to a server", arguments: ["proxy=http://p", "host=x", "sni=x", "origin=x", "header=X:1"])
    func listening(_ query: String) throws {
        let endpoint = try endpoint(query)
        #expect(throws: EndpointURIError.self) { try endpoint.checkForListening() }
    }
}
