import Frame
import Testing

@testable import Transports

@Suite struct WebSocketEndpointTests {
    private func endpoint(_ text: String) throws -> WebSocketEndpoint { try WebSocketEndpoint(EndpointURI(text)) }

    @Test(
        arguments: [
            ("ws://host", "host", 80, "/", "host", "/"),
            ("ws://host:8080/a/b", "host", 8080, "/a/b", "host:8080", "/a/b"),
            ("wss://host/", "host", 443, "/", "host", "/"),
            ("wss://[::1]:443/x", "::1", 443, "/x", "[::1]", "/x"),
            ("ws://[fe80::1]:81", "fe80::1", 81, "/", "[fe80::1]:81", "/"),
            ("ws://host/a%20b?query=room%3D5%26x", "host", 80, "/a b", "host", "/a%20b?room=5&x"),
            ("ws://host/%C3%A4%23", "host", 80, "/ä#", "host", "/%C3%A4%23"),
        ] as [(String, String, UInt16, String, String, String)])
    func readsAURI(_ text: String, _ host: String, _ port: UInt16, _ path: String, _ field: String, _ target: String)
        throws
    {
        let endpoint = try endpoint(text)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(endpoint.path == path)
        #expect(endpoint.hostField == field)
        #expect(endpoint.target == target)
    }

    @Test func trustsTheSystemUnlessToldOtherwise() throws {
        #expect(try endpoint("wss://host").security.trust == .system)
        #expect(try endpoint("wss://host?cacerts=/ca.pem").security.trust == .file("/ca.pem"))
        #expect(try endpoint("wss://host?insecure=on").security.trust == .anybody)
        #expect(try endpoint("wss://host?insecure=off").security.trust == .system)
    }

    @Test func compressesWhenToldTo() throws {
        #expect(try endpoint("ws://host").compression == nil)
        #expect(try endpoint("ws://host?deflate=off").compression == nil)
        #expect(try endpoint("ws://host?deflate=on").compression != nil)
        #expect(try endpoint("wss://host?deflate").compression != nil)
    }

    @Test func agreesOnOurSubprotocolUnlessToldOtherwise() throws {
        #expect(try endpoint("wss://host").subprotocols == ["etherws"])
        #expect(try endpoint("wss://host?subprotocol=off").subprotocols == [])
    }

    @Test func servesEverybodyOfTodayUnlessToldOtherwise() throws {
        #expect(try endpoint("ws://host").clients == ClientPolicy())
        #expect(try endpoint("ws://host?origins=https://a,null").clients.origins == ["https://a", "null"])
        #expect(try endpoint("ws://host?origins=").clients.origins == [])
        #expect(try endpoint("wss://host?legacy=on").clients.servesOldClients)
    }

    @Test(arguments: [
        "ws:path", "ws://u:p@host/", "ws://u@host/", "ws://host/?cacerts=x", "wss://host/?caserts=x",
        "wss://host/?insecure=maybe", "ws://host?deflate=maybe", "ws://host?deflate=on&deflate=off",
        "ws://host?legacy=7",
        "wss://host/?insecure=on&cacerts=x", "wss://host/?key=k", "wss://host/?certificate=c",
    ])
    func refuses(_ text: String) {
        #expect(throws: EndpointURIError.self) { try endpoint(text) }
    }
}
