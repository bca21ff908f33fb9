import HTTP
import Testing

@testable import WebSocket

@Suite struct ServerHandshakeTests {
    private static let good: HeaderFields = [
        "Host": "server.example.com", "Upgrade": "websocket", "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13",
    ]

    /// RFC 6455 §1.2 and §1.3.
    @Test func answersTheExampleOfTheRFC() throws {
        var fields = Self.good
        fields.append("Origin", "http://example.com")
        fields.append("Sec-WebSocket-Protocol", "chat, superchat")
        let acceptance = try ServerHandshake(subprotocols: ["chat"]).accept(
            RequestHead(target: "/chat", fields: fields))
        #expect(acceptance.agreement == Agreement(subprotocol: "chat"))
        #expect(
            String(decoding: acceptance.response, as: UTF8.self)
                == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n"
        )
    }

    @Test(arguments: [
        ("Upgrade", "WebSocket"), ("Upgrade", "h2c, websocket"), ("Connection", "keep-alive, Upgrade"),
        ("Connection", "UPGRADE"), ("Host", "[::1]:8080"),
    ])
    func acceptsWhatTheRFCAllows(_ name: String, _ value: String) throws {
        let fields = Self.good.replacing(name, by: [value])
        #expect(throws: Never.self) { try ServerHandshake().accept(RequestHead(target: "/", fields: fields)) }
    }

    @Test(
        arguments: [
            ("Host", [], 400), ("Host", [""], 400), ("Host", ["a b"], 400), ("Host", ["a", "b"], 400),
            ("Host", ["a", "a"], 400),
            ("Upgrade", [], 400), ("Upgrade", ["h2c"], 400), ("Upgrade", ["websockets"], 400),
            ("Upgrade", ["websoc\u{212a}et"], 400),
            ("Connection", [], 400), ("Connection", ["keep-alive"], 400), ("Connection", ["close"], 400),
            ("Sec-WebSocket-Key", [], 400), ("Sec-WebSocket-Key", [""], 400), ("Sec-WebSocket-Key", ["short"], 400),
            ("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ"], 400), ("Sec-WebSocket-Key", ["MTIzNDU2Nzg5MA=="], 400),
            ("Sec-WebSocket-Key", ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="], 400),
            ("Sec-WebSocket-Version", [], 426), ("Sec-WebSocket-Version", ["8"], 426),
            ("Sec-WebSocket-Version", ["013"], 426), ("Sec-WebSocket-Version", ["13\u{301}"], 426),
            ("Sec-WebSocket-Version", ["13", "13"], 426), ("Sec-WebSocket-Version", ["13, 8"], 426),
            ("Content-Length", ["5"], 400), ("Content-Length", ["0"], 400), ("Transfer-Encoding", ["chunked"], 400),
        ] as [(String, [String], Int)])
    func refusesWithTheStatusOfTheRFC(_ name: String, _ values: [String], _ status: Int) {
        let request = RequestHead(target: "/", fields: Self.good.replacing(name, by: values))
        #expect(refusal(of: request)?.status == status)
    }

    /// RFC 6455 §4.4: the versions that the server speaks are told.
    @Test func aRefusedVersionIsToldTheRightOne() {
        let request = RequestHead(target: "/", fields: Self.good.replacing("Sec-WebSocket-Version", by: ["25"]))
        #expect(refusal(of: request)?.fields["Sec-WebSocket-Version"] == "13")
    }

    @Test(arguments: ["POST", "HEAD", "get", "CONNECT"])
    func onlyGETUpgrades(_ method: String) {
        let refusal = refusal(of: RequestHead(method: method, target: "/", fields: Self.good))
        #expect(refusal?.status == 405)
        #expect(refusal?.fields["Allow"] == "GET")
    }

    @Test func anOldVersionOfHTTPHasNoUpgrade() {
        #expect(refusal(of: RequestHead(target: "/", version: .http10, fields: Self.good))?.status == 400)
    }

    @Test(
        arguments: [
            (nil, ["https://anywhere"], true), (["https://a.example"], [], true),
            (["https://a.example"], ["https://a.example"], true), (["https://A.example"], ["HTTPS://a.EXAMPLE"], true),
            (["https://a.example"], ["https://b.example"], false), (["https://a.example"], ["null"], false),
            (["https://a.example"], ["a.example:80"], false), ([], ["https://a.example"], false),
            (["https://a.example"], ["https://a.example", "https://b.example"], false),
        ] as [([String]?, [String], Bool)])
    func anOriginPolicyAdmitsThoseOnTheList(_ allowed: [String]?, _ origins: [String], _ isAdmitted: Bool) {
        let request = RequestHead(target: "/", fields: Self.good.replacing("Origin", by: origins))
        let refusal = refusal(of: request, by: ServerHandshake(allowedOrigins: allowed))
        #expect(refusal?.status == (isAdmitted ? nil : 403))
    }

    @Test(
        arguments: [
            ([], nil), (["chat"], nil), (["etherws"], "etherws"), (["chat, etherws"], "etherws"),
            (["chat", "etherws"], "etherws"), (["other, etherws"], "other"), (["Etherws"], nil), ([""], nil),
            (["\u{212a}"], nil),
        ] as [([String], String?)])
    func theClientsFavouriteAmongOursIsAgreedOn(_ offered: [String], _ agreed: String?) throws {
        let fields = Self.good.replacing("Sec-WebSocket-Protocol", by: offered)
        let server = ServerHandshake(subprotocols: ["etherws", "other", "K"])
        let acceptance = try server.accept(RequestHead(target: "/", fields: fields))
        #expect(acceptance.agreement.subprotocol == agreed)
        let response = String(decoding: acceptance.response, as: UTF8.self)
        #expect(response.contains("Sec-WebSocket-Protocol") == (agreed != nil))
    }

    private func refusal(of request: RequestHead, by server: ServerHandshake = ServerHandshake()) -> Refusal? {
        do throws(Refusal) {
            _ = try server.accept(request)
            return nil
        } catch {
            return error
        }
    }
}

extension HeaderFields {
    /// The same fields, but `name` on as many lines as there are `values`.
    func replacing(_ name: String, by values: [String]) -> HeaderFields {
        HeaderFields(lines.filter { $0.name != name } + values.map { Field(name, $0) })
    }
}
