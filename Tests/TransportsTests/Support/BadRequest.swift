import Testing

/// A request that a server must refuse, and the status that the RFC names for it.
struct BadRequest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let status: Int

    init(_ name: String, _ text: String, _ status: Int) { self.init(name, bytes: Array(text.utf8), status) }

    init(_ name: String, bytes: [UInt8], _ status: Int) {
        (testDescription, self.bytes, self.status) = (name, bytes, status)
    }

    /// A request that would be right, with some fields replaced, left out or added.
    ///
    /// - Parameters:
    ///   - without: the field to leave out.
    ///   - adding: further field lines, each with its CRLF.
    init(
        _ name: String,
        line: String = "GET / HTTP/1.1",
        without: String? = nil,
        adding: String = "",
        _ status: Int
    ) {
        let fields = [
            ("Host", "x"), ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ]
        let lines = fields.filter { $0.0 != without }.map { "\($0.0): \($0.1)\r\n" }.joined()
        self.init(name, "\(line)\r\n\(lines)\(adding)\r\n", status)
    }
}

extension BadRequest {
    /// First lines (RFC 9112 §3).
    static let firstLines = [
        BadRequest("another method", line: "POST / HTTP/1.1", 405),
        BadRequest("a method in lower case", line: "get / HTTP/1.1", 405),
        BadRequest("HEAD", line: "HEAD / HTTP/1.1", 405),
        BadRequest("an unknown method", line: "TUNNEL / HTTP/1.1", 405),
        BadRequest("another path", line: "GET /elsewhere HTTP/1.1", 404),
        BadRequest("a path that climbs", line: "GET /../ HTTP/1.1", 404),
        BadRequest("two slashes", line: "GET // HTTP/1.1", 404),
        BadRequest("an escape cut off", line: "GET /% HTTP/1.1", 404),
        BadRequest("an escape that is NUL", line: "GET /%00 HTTP/1.1", 404),
        BadRequest("an escape that is not UTF-8", line: "GET /%ff HTTP/1.1", 404),
        BadRequest("an asterisk", line: "GET * HTTP/1.1", 404),
        BadRequest("an authority", line: "CONNECT x:80 HTTP/1.1", 404),
        BadRequest("no target", line: "GET HTTP/1.1", 400),
        BadRequest("an empty target", line: "GET  HTTP/1.1", 400),
        BadRequest("two blanks", line: "GET  / HTTP/1.1", 400),
        BadRequest("a blank at the end", line: "GET / HTTP/1.1 ", 400),
        BadRequest("a tab for a blank", line: "GET\t/ HTTP/1.1", 400),
        BadRequest("a blank in the target", line: "GET /a b HTTP/1.1", 400),
        BadRequest("a target that is not ASCII", line: "GET /ä HTTP/1.1", 400),
        BadRequest("no version", line: "GET /", 400),
        BadRequest("a version in lower case", line: "GET / http/1.1", 400),
        BadRequest("a version of another protocol", line: "GET / RTSP/1.0", 400),
        BadRequest("a version with more digits", line: "GET / HTTP/1.10", 400),
        BadRequest("HTTP/0.9", line: "GET / HTTP/0.9", 505),
        BadRequest("HTTP/1.0, which knows no upgrade", line: "GET / HTTP/1.0", 400),
        BadRequest("HTTP/1.2", line: "GET / HTTP/1.2", 505),
        BadRequest("HTTP/2", line: "GET / HTTP/2.0", 505),
        BadRequest("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        BadRequest("five empty lines first", "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        BadRequest("a colon in the method", line: "GE:T / HTTP/1.1", 400),
        BadRequest("a target of 9,000 bytes", line: "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1", 414),
        BadRequest("a method without end", String(repeating: "A", count: 10_000), 414),
    ]

    /// Bytes that are no text, and lines that do not end as they should (RFC 9112 §2.2).
    static let characters = [
        BadRequest("a TLS handshake", bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc], 400),
        BadRequest("an SSH greeting", "SSH-2.0-OpenSSH_9.2\r\n", 400),
        BadRequest("NUL first", bytes: [0], 400),
        BadRequest("NUL in a value", adding: "X: a\0b\r\n", 400),
        BadRequest("a bell in a value", adding: "X: a\u{7}b\r\n", 400),
        BadRequest("DEL in a value", adding: "X: a\u{7f}b\r\n", 400),
        BadRequest("lines that end with LF alone", "GET / HTTP/1.1\nHost: x\n\n", 400),
        BadRequest("one line that ends with LF alone", adding: "X: a\nY: b\r\n", 400),
        BadRequest("CR by itself", adding: "X: a\rY: b\r\n", 400),
        BadRequest("CR twice", adding: "X: a\r\r\n", 400),
    ]

    /// Field lines (RFC 9112 §5).
    static let fields = [
        BadRequest("a folded line", adding: "X: a\r\n b\r\n", 400),
        BadRequest("a line folded by a tab", adding: "X: a\r\n\tb\r\n", 400),
        BadRequest("a blank before the colon", adding: "X : a\r\n", 400),
        BadRequest("a blank before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400),
        BadRequest("no colon", adding: "X\r\n", 400),
        BadRequest("no name", adding: ": a\r\n", 400),
        BadRequest("a blank in the name", adding: "X Y: a\r\n", 400),
        BadRequest("a name that is not ASCII", adding: "Xä: a\r\n", 400),
        BadRequest("brackets in the name", adding: "X[1]: a\r\n", 400),
        BadRequest("too many fields", adding: String(repeating: "a: b\r\n", count: 60), 431),
        BadRequest("a value without end", adding: "X: \(String(repeating: "a", count: 20_000))\r\n", 431),
        BadRequest("a head that is too large", adding: "X: \(String(repeating: "a", count: 16_300))\r\n", 431),
    ]

    /// What an upgrade must have, and must not (RFC 6455 §4.2.1).
    static let upgrades = [
        BadRequest("no Host", without: "Host", 400),
        BadRequest("two of Host", adding: "Host: y\r\n", 400),
        BadRequest("an empty Host", without: "Host", adding: "Host:\r\n", 400),
        BadRequest("a Host of two words", without: "Host", adding: "Host: a b\r\n", 400),
        BadRequest("a body announced", adding: "Content-Length: 5\r\n", 400),
        BadRequest("no body announced", adding: "Content-Length: 0\r\n", 400),
        BadRequest("chunks announced", adding: "Transfer-Encoding: chunked\r\n", 400),
        BadRequest("both", adding: "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
        BadRequest("no Upgrade", without: "Upgrade", 400),
        BadRequest("an upgrade to something else", without: "Upgrade", adding: "Upgrade: h2c\r\n", 400),
        BadRequest("an upgrade to almost that", without: "Upgrade", adding: "Upgrade: websockets\r\n", 400),
        BadRequest("no Connection", without: "Connection", 400),
        BadRequest("a connection to keep", without: "Connection", adding: "Connection: keep-alive\r\n", 400),
        BadRequest("no version", without: "Sec-WebSocket-Version", 426),
        BadRequest("an old version", without: "Sec-WebSocket-Version", adding: "Sec-WebSocket-Version: 8\r\n", 426),
        BadRequest("a new version", without: "Sec-WebSocket-Version", adding: "Sec-WebSocket-Version: 14\r\n", 426),
        BadRequest("no number", without: "Sec-WebSocket-Version", adding: "Sec-WebSocket-Version: x\r\n", 426),
        BadRequest("two versions", adding: "Sec-WebSocket-Version: 13\r\n", 426),
        BadRequest("no key", without: "Sec-WebSocket-Key", 400),
        BadRequest("two keys", adding: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", 400),
        BadRequest("an empty key", without: "Sec-WebSocket-Key", adding: "Sec-WebSocket-Key:\r\n", 400),
        BadRequest("a short key", without: "Sec-WebSocket-Key", adding: "Sec-WebSocket-Key: MDEyMzQ1\r\n", 400),
        BadRequest(
            "a long key", without: "Sec-WebSocket-Key", adding: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=\r\n", 400),
        BadRequest(
            "a key that is no base64", without: "Sec-WebSocket-Key",
            adding: "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j*Q==\r\n", 400),
        BadRequest("an extension without a name", adding: "Sec-WebSocket-Extensions: ;a\r\n", 400),
        BadRequest("a quote left open", adding: "Sec-WebSocket-Extensions: a; b=\"c\r\n", 400),
        BadRequest("an extension with a blank", adding: "Sec-WebSocket-Extensions: a b\r\n", 400),
    ]

    static let all = firstLines + characters + fields + upgrades
}
