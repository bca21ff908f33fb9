import Testing

@testable import HTTP

@Suite struct RefusalTests {
    @Test func aWrongPasswordGetsTheAnswerThatUsersKnow() {
        #expect(
            text(.unauthorized(realm: "etherws"))
                == "HTTP/1.1 401 Authorization Required\r\nWWW-Authenticate: Basic realm=\"etherws\"\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 23\r\n"
                + "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
                + "Authorization Required\n"
        )
    }

    @Test(arguments: [
        Refusal.notFound, .unavailable(), .unauthorized(realm: "x"), Refusal(.headTooLarge),
        Refusal(.unsupportedVersion),
        Refusal(status: 400, explanation: "Où?"), Refusal(status: 418, reason: "Teapot", fields: ["Retry-After": "1"]),
    ])
    func everyRefusalIsAResponseThatEndsTheConnection(_ refusal: Refusal) throws {
        var parser = HeadParser<ResponseHead>()
        let (head, length) = try #require(try parser.parse(refusal.response.span.bytes))
        #expect(head.status == refusal.status)
        #expect(head.reason == refusal.reason)
        #expect(head.fields.contains("close", in: "Connection"))
        #expect(head.fields["Content-Length"] == "\(refusal.response.count - length)")
        for field in refusal.fields.lines { #expect(head.fields[field.name] == field.value) }
    }

    @Test(arguments: [
        (400, "Bad Request"), (401, "Authorization Required"), (403, "Forbidden"), (404, "Not Found"),
        (405, "Method Not Allowed"), (408, "Request Timeout"), (414, "URI Too Long"), (426, "Upgrade Required"),
        (429, "Too Many Requests"), (431, "Request Header Fields Too Large"), (503, "Service Unavailable"),
        (505, "HTTP Version Not Supported"),
    ])
    func everyStatusHasItsWords(_ status: Int, _ reason: String) {
        #expect(text(Refusal(status: status)).hasPrefix("HTTP/1.1 \(status) \(reason)\r\n"))
    }

    @Test(
        arguments: [
            (Refusal.notFound, 404, nil), (.timeout, 408, nil), (.unauthorized(realm: "x"), 401, nil),
            (.unauthorized(realm: "x", schemes: []), 403, nil), (.tooManyRequests(retryAfter: 7), 429, "7"),
            (.unavailable(), 503, "5"), (.unavailable(retryAfter: 60), 503, "60"), (Refusal(.invalidHost), 400, nil),
        ] as [(Refusal, Int, String?)])
    func everyRefusalHasItsStatusAndSaysWhenToComeBack(_ refusal: Refusal, _ status: Int, _ delay: String?) {
        #expect(refusal.status == status)
        #expect(refusal.fields["Retry-After"] == delay)
    }

    @Test func anUpgradeThatIsDemandedIsNamedInConnection() {
        #expect(text(Refusal(status: 426, fields: ["Upgrade": "websocket"])).contains("Connection: close, Upgrade\r\n"))
        #expect(text(.notFound).contains("Connection: close\r\n"))
    }

    private func text(_ refusal: Refusal) -> String { String(decoding: refusal.response, as: UTF8.self) }
}
