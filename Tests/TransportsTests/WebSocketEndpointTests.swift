import Frame
import TLS
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

    @Test(
        "A port that is another scheme's is told in Host",
        arguments: [
            ("ws://h:80", "h"), ("ws://h:443", "h:443"), ("wss://h:443", "h"), ("wss://h:80", "h:80"),
            ("ws://h:81", "h:81"),
        ])
    func hostFields(_ text: String, _ field: String) throws { #expect(try endpoint(text).hostField == field) }

    /// RFC 3986 §3.3.
    @Test("A path is escaped but for what may stand in it")
    func escapes() throws {
        var endpoint = EndpointURI(scheme: "ws", host: "h", path: "/")
        let plain = "abcxyzABCXYZ0189-._~!$&'()*+,;=:@/"
        endpoint.path = "/" + plain
        #expect(try WebSocketEndpoint(endpoint).target == "/" + plain)
        endpoint.path = "/\u{1}\t\u{f}\u{10}\u{7f}\u{80} \"#%<>?[\\]^`{|}é"
        #expect(
            try WebSocketEndpoint(endpoint).target
                == "/%01%09%0F%10%7F%C2%80%20%22%23%25%3C%3E%3F%5B%5C%5D%5E%60%7B%7C%7D%C3%A9")
    }

    @Test(
        "What judges a server has no sense where one listens",
        arguments: [
            ("", true), ("cacerts=x", false), ("insecure=on", false), ("crl=x", false),
            ("pin=sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false),
        ])
    func listening(_ query: String, isRight: Bool) throws {
        let endpoint = try endpoint("wss://h/?\(query)")
        #expect(((try? endpoint.checkForListening()) != nil) == isRight)
        #expect((try? endpoint.checkForConnecting()) != nil)
        #expect(endpoint.security.mayResume == !query.hasPrefix("crl"))
    }

    @Test(
        "What a server shows, and whom it asks, has no sense where one connects",
        arguments: [
            "clientca=x", "clientca=x&clientcrl=y", "ocsp=x", "max-connections=7", "trust-proxy=unix", "legacy=on",
        ])
    func connecting(_ query: String) throws {
        let endpoint = try endpoint("wss://h/?\(query)")
        #expect(throws: EndpointURIError.self) { try endpoint.checkForConnecting() }
        #expect(throws: Never.self) { try endpoint.checkForListening() }
    }

    @Test(
        "Descriptors from 3 on are taken, and modes of three or four digits",
        arguments: [
            ("descriptors=3", true), ("descriptors=2", false), ("descriptors=3,4", true),
            ("unix=/s&unix-mode=00", false),
            ("unix=/s&unix-mode=000", true), ("unix=/s&unix-mode=777", true), ("unix=/s&unix-mode=0777", true),
            ("unix=/s&unix-mode=00777", false), ("unix=/s&unix-mode=1000", false), ("unix=/s&unix-mode=780", false),
            ("unix=/s&unix-mode=7/0", false), ("unix=/s&descriptors=3", false), ("unix=", false),
        ])
    func places(_ query: String, isRight: Bool) {
        #expect(((try? endpoint("ws://h/?\(query)")) != nil) == isRight)
    }
}
