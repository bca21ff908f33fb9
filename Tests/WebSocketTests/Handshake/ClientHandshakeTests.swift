import HTTP
import Testing

@testable import WebSocket

@Suite struct ClientHandshakeTests {
    private static let nonce = Array("the sample nonce".utf8)
    private static let good: HeaderFields = [
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ]

    @Test func asksForAnUpgrade() throws {
        let handshake = try ClientHandshake(
            host: "server.example.com",
            target: "/chat?a=b",
            nonce: Self.nonce,
            subprotocols: ["etherws", "chat"],
            fields: ["Authorization": "Basic dTpw"]
        )
        #expect(
            String(decoding: handshake.request, as: UTF8.self)
                == "GET /chat?a=b HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: etherws, chat\r\nAuthorization: Basic dTpw\r\n\r\n"
        )
    }

    @Test(arguments: [
        ("", "/"), ("a b", "/"), ("a\r\nX: y", "/"), ("a", ""), ("a", "tunnel"), ("a", "/a b"), ("a", "/\r\nX: y"),
        ("a", "/#part"), ("a", "/ä"), ("ä", "/"), ("]a", "/"), ("[::1", "/"), ("a:b", "/"), ("a:1:2", "/"),
        ("a/b", "/"),
    ])
    func refusesWhatWouldBreakTheRequest(_ host: String, _ target: String) {
        #expect(throws: HandshakeError.self) {
            try ClientHandshake(host: host, target: target, nonce: Self.nonce)
        }
    }

    @Test(arguments: [
        HeaderFields.Field("A\r\n", "b"), .init("", "b"), .init("A B", "c"), .init("A", "b\r\nC: d"), .init("A", "b\0"),
        .init("Host", "other"), .init("sec-websocket-key", "other"), .init("Upgrade", "h2c"),
        .init("Content-Length", "5"),
        .init("Sec-WebSocket-Extensions", "permessage-deflate"),
    ])
    func refusesFieldsThatAreOursOrBreakTheRequest(_ field: HeaderFields.Field) {
        #expect(throws: HandshakeError.invalidRequest("field '\(field.name)'")) {
            try ClientHandshake(host: "a", target: "/", nonce: Self.nonce, fields: HeaderFields([field]))
        }
    }

    @Test(arguments: ["", "a b", "a,b", "é"])
    func refusesASubprotocolThatIsNoToken(_ name: String) {
        #expect(throws: HandshakeError.invalidRequest("subprotocol '\(name)'")) {
            try ClientHandshake(host: "a", target: "/", nonce: Self.nonce, subprotocols: [name])
        }
    }

    @Test(arguments: [("Upgrade", "WebSocket"), ("Connection", "keep-alive, upgrade"), ("Server", "anything")])
    func agreesWithWhatTheRFCAllows(_ name: String, _ value: String) throws {
        let response = ResponseHead(status: 101, fields: Self.good.replacing(name, by: [value]))
        #expect(try handshake().agreement(from: response) == Agreement())
    }

    @Test func agreesOnASubprotocolOfOurs() throws {
        let response = ResponseHead(status: 101, fields: Self.good.replacing("Sec-WebSocket-Protocol", by: ["etherws"]))
        #expect(try handshake().agreement(from: response) == Agreement(subprotocol: "etherws"))
    }

    /// Everything that RFC 6455 §4.1 makes the client fail the connection for.
    @Test(
        arguments: [
            ("Upgrade", []), ("Upgrade", ["h2c"]), ("Upgrade", ["websocket, h2c"]),
            ("Upgrade", ["websocket", "websocket"]),
            ("Connection", []), ("Connection", ["close"]),
            ("Sec-WebSocket-Accept", []), ("Sec-WebSocket-Accept", ["S3pPLMBiTxaQ9kYGzzhZRbK+xOo="]),
            ("Sec-WebSocket-Accept", ["dGhlIHNhbXBsZSBub25jZQ=="]),
            ("Sec-WebSocket-Accept", ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]),
            ("Sec-WebSocket-Protocol", ["chat"]), ("Sec-WebSocket-Protocol", ["etherws, chat"]),
            ("Sec-WebSocket-Protocol", [""]), ("Sec-WebSocket-Protocol", ["etherws", "etherws"]),
            ("Sec-WebSocket-Extensions", ["permessage-deflate"]), ("Sec-WebSocket-Extensions", ["x-unknown"]),
        ] as [(String, [String])])
    func refusesAResponseThatIsNoUpgrade(_ name: String, _ values: [String]) {
        let response = ResponseHead(status: 101, fields: Self.good.replacing(name, by: values))
        #expect(throws: HandshakeError.invalidResponse(name)) { try handshake().agreement(from: response) }
    }

    @Test func refusesAnUpgradeInHTTP10() {
        let response = ResponseHead(version: .http10, status: 101, fields: Self.good)
        #expect(throws: HandshakeError.invalidResponse("HTTP/1.0")) { try handshake().agreement(from: response) }
    }

    @Test(arguments: [
        (200, "OK"), (301, "Moved Permanently"), (401, "Authorization Required"), (404, "Not Found"), (500, ""),
        (100, "Continue"), (102, "Processing"),
    ])
    func reportsStatusAndReasonOfARefusal(_ status: Int, _ reason: String) {
        let response = ResponseHead(status: status, reason: reason, fields: Self.good)
        let error = HandshakeError.refused(status: status, reason: reason)
        #expect(throws: error) { try handshake().agreement(from: response) }
        #expect(error.description.contains("\(status)"))
    }

    private func handshake() throws -> ClientHandshake {
        try ClientHandshake(host: "a", target: "/", nonce: Self.nonce, subprotocols: ["etherws"])
    }
}
