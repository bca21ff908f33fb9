import Frame
import Testing

@testable import Transports

/// Which clients a server serves: by origin, and by age.
@Suite struct ClientPolicyTests {
    private static let origins = EndpointURI.Parameter("origins", "https://example.com,http://localhost:8000")

    private func answer(_ server: Server, _ request: String) async throws -> String {
        let peer = try await server.rawPeer()
        try await peer.send(request)
        let answer = String(decoding: await peer.receive(12).prefix(12), as: UTF8.self)
        await peer.vanish()
        await server.listener.close()
        return answer
    }

    @Test(
        "an origin is welcome if it is on the list, and so is a client that is no browser",
        arguments: [
            ("Origin: https://example.com\r\n", "101"),
            ("Origin: HTTPS://EXAMPLE.COM\r\n", "101"),
            ("Origin: http://localhost:8000\r\n", "101"),
            ("", "101"),
            ("Origin: http://example.com\r\n", "403"),
            ("Origin: https://example.com.evil\r\n", "403"),
            ("Origin: https://example.com:8443\r\n", "403"),
            ("Origin: null\r\n", "403"),
            ("Origin:\r\n", "403"),
            ("Origin: https://example.com\r\nOrigin: https://evil\r\n", "403"),
        ])
    func origin(_ field: String, _ status: String) async throws {
        let server = try await Server(.ws, [Self.origins])
        #expect(try await answer(server, Server.upgrade + field + "\r\n") == "HTTP/1.1 \(status)")
    }

    @Test("without a list every origin is welcome", arguments: ["10.0.0.1:8080", "null", "https://anywhere"])
    func noPolicy(_ origin: String) async throws {
        let server = try await Server()
        #expect(try await answer(server, Server.upgrade + "Origin: \(origin)\r\n\r\n") == "HTTP/1.1 101")
    }

    /// vpn-ws sends no version and ten bytes for a key.
    private static let vpnWS = """
        GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: 0123456789\r\n\r\n
        """

    @Test("an old client is served where that is asked for alone", arguments: [("on", "101"), ("off", "426")])
    func legacy(_ value: String, _ status: String) async throws {
        let server = try await Server(.ws, [.init("legacy", value)])
        #expect(try await answer(server, Self.vpnWS) == "HTTP/1.1 \(status)")
    }

    @Test(
        "leniency stops where it would be unsafe",
        arguments: [
            ("Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: 0123456789\r\n", "426"),
            ("", "400"),
            ("Sec-WebSocket-Key: a\r\nSec-WebSocket-Key: b\r\n", "400"),
            ("Sec-WebSocket-Key: a\r\nContent-Length: 5\r\n", "400"),
        ])
    func limitsOfLeniency(_ fields: String, _ status: String) async throws {
        let server = try await Server(.ws, [.init("legacy", "on")])
        let start = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        #expect(try await answer(server, start + fields + "\r\n") == "HTTP/1.1 \(status)")
    }

    @Test("a client has no use for it", arguments: ["origins=https://example.com", "legacy=on"])
    func connecting(_ query: String) async throws {
        let server = try await Server()
        let uri = try EndpointURI("\(server.listener.address)?\(query)")
        await #expect(throws: EndpointURIError.self) { try await Party(on: server.loop).connect(uri) }
        await server.listener.close()
    }
}
