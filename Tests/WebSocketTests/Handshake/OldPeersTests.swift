import HTTP
import Testing

@testable import WebSocket

/// What clients in the field send, byte for byte, and what they must get.
@Suite struct OldPeersTests {
    /// etherws 0.3, which offers subprotocols it does not speak and an origin without a scheme.
    @Test func etherws03() throws {
        let response = try answer(
            "GET / HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nHost: 10.0.0.1:8080\r\n"
                + "Origin: 10.0.0.1:8080\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        #expect(!response.contains("Sec-WebSocket-Protocol"))
    }

    /// The client of etherws 0.7 to 1.3, which sends credentials when nobody gave it any.
    @Test func etherws13() throws {
        _ = try answer(
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nConnection: Upgrade\r\n"
                + "Authorization: Basic Tm9uZTpOb25l\r\n\r\n"
        )
    }

    /// vpn-ws, which sends no version and ten bytes for a key.
    @Test func vpnWS() throws {
        let request =
            "GET /vpn HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: 0123456789\r\nX-vpn-ws-MAC: 02:00:00:00:00:01\r\n\r\n"
        #expect(throws: Refusal.self) { try answer(request) }
        let response = try answer(request, by: ServerHandshake(acceptsOldClients: true))
        #expect(response.contains("Sec-WebSocket-Accept: \(acceptKey(for: "0123456789"))\r\n"))
    }

    /// A browser, which offers compression and keeps connections alive.
    @Test func chromium() throws {
        let response = try answer(
            "GET / HTTP/1.1\r\nHost: localhost:8080\r\nConnection: keep-alive, Upgrade\r\nPragma: no-cache\r\n"
                + "Upgrade: websocket\r\nOrigin: https://copy.sh\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
        )
        #expect(!response.contains("Sec-WebSocket-Extensions"))
    }

    /// A person with telnet, who must get to the password first and to a 400 behind it.
    @Test func telnet() throws {
        var parser = HeadParser<RequestHead>()
        let (head, _) = try #require(try parser.parse(Array("GET / HTTP/1.1\r\n\r\n".utf8).span.bytes))
        #expect(throws: Refusal(status: 400, explanation: "One Host field is needed.")) {
            try ServerHandshake().accept(head)
        }
    }

    @Test func leniencyStillAsksForAKeyAndRefusesAnotherVersion() {
        let lenient = ServerHandshake(acceptsOldClients: true)
        let start = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        #expect(throws: Refusal.self) { try answer(start + "\r\n", by: lenient) }
        #expect(throws: Refusal.self) {
            try answer(start + "Sec-WebSocket-Key: 0123456789\r\nSec-WebSocket-Version: 8\r\n\r\n", by: lenient)
        }
    }

    /// Every acceptance begins as clients that compare whole lines expect.
    @discardableResult
    private func answer(_ request: String, by server: ServerHandshake = ServerHandshake(subprotocols: ["etherws"]))
        throws
        -> String
    {
        var parser = HeadParser<RequestHead>()
        let (head, _) = try #require(try parser.parse(Array(request.utf8).span.bytes))
        let response = String(decoding: try server.accept(head).response, as: UTF8.self)
        #expect(
            response.hasPrefix(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: "
            )
        )
        #expect(response.hasSuffix("\r\n\r\n"))
        return response
    }
}
