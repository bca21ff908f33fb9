import Frame
import HTTP
import Testing
import WebSocket

@testable import Transports

/// What a client makes of a server's answer.
@Suite struct UpgradeAnswerTests {
    private let handshake: ClientHandshake
    private let endpoint: WebSocketEndpoint

    init() throws {
        handshake = try ClientHandshake(host: "h", target: "/t", nonce: [UInt8](repeating: 0, count: 16))
        endpoint = try WebSocketEndpoint(EndpointURI("ws://h:8080/t"))
    }

    private func outcome(_ text: String) throws -> TransportError? {
        var parser = HeadParser<ResponseHead>()
        let bytes = Array((text.replacing("\n", with: "\r\n") + "\r\n\r\n").utf8)
        let (head, _) = try #require(try bytes.withUnsafeBytes { try parser.parse($0.bytes) })
        do {
            _ = try UpgradeAnswer(head, of: endpoint).agreement(with: handshake)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "A refusal says what to do about it",
        arguments: [
            ("401 No", .refused("h:8080 answered 401 No: the user name or password is wrong or missing")),
            ("407 No\nWWW-Authenticate: Bearer", .refused("h:8080 answered 407 No: the token is wrong or missing")),
            (
                "401 No\nWWW-Authenticate: Bearer\nWWW-Authenticate: Basic",
                .refused("h:8080 answered 401 No: the user name or password or the token is wrong or missing")
            ),
            (
                "403 No",
                .refused("h:8080 answered 403 No: it may want a client certificate, or not welcome our origin")
            ),
            ("299 No", .unreachable("h:8080 answered 299 No")),
            ("300 No", .unreachable("h:8080 answered 300 No: redirects are not followed")),
            ("399 No", .unreachable("h:8080 answered 399 No: redirects are not followed")),
            ("400 No", .unreachable("h:8080 answered 400 No")),
            ("404 No", .unreachable("h:8080 answered 404 No: no tunnel is served at '/t'")),
            (
                "429 No\nRetry-After: 7",
                .busy(
                    "h:8080 answered 429 No: too many wrong passwords or tokens have come from here",
                    retryAfter: .seconds(7))
            ),
            (
                "503 No\nRetry-After: Fri, 27 Nov 2026 00:00:00 GMT",
                .busy(
                    "h:8080 answered 503 No: the server admits no client now, and its log says why", retryAfter: .zero)
            ),
            ("500 No", .unreachable("h:8080 answered 500 No")),
        ] as [(String, TransportError)])
    func refusals(answer: String, error: TransportError) throws {
        #expect(try outcome("HTTP/1.1 " + answer) == error)
    }

    @Test("An answer that is none to the request is not believed")
    func wrong() throws {
        let error = try #require(try outcome("HTTP/1.1 101 Switching\nUpgrade: websocket\nConnection: Upgrade"))
        guard case .unreachable(let reason) = error else { return #expect(Bool(false), "\(error)") }
        #expect(reason.hasPrefix("h:8080: "))
    }
}
