import Testing

@testable import HTTP

/// Text that is no head, and why.
struct BadHead: CustomTestStringConvertible {
    let text: String
    let error: HeadError

    init(_ text: String, _ error: HeadError) { (self.text, self.error) = (text, error) }

    var testDescription: String { text.debugDescription }

    static let requests = startLines + versions + fields + lineEnds

    static let responses = [
        BadHead("HTTP/1.1\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 1o1 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 99 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 099 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 600 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 1010 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 +10 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/1.1  101 Odd\r\n", .malformedStartLine),
        BadHead("HTTP/2.0 101 Odd\r\n", .unsupportedVersion),
        BadHead("HTTP/0.9 101 Odd\r\n", .unsupportedVersion),
        BadHead("\r\nHTTP/1.1 101 Odd\r\n", .malformedStartLine),
        BadHead("ICY 200 OK\r\n", .malformedStartLine),
        BadHead("SSH-2.0-OpenSSH_9.2\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1.1\r\n", .malformedStartLine),
        BadHead("HTTP/1.1 101 Odd\nUpgrade: websocket\n\n", .invalidCharacter),
        BadHead("HTTP/1.1 101 Odd\r\nUpgrade : websocket\r\n\r\n", .malformedField),
    ]

    private static let startLines = [
        BadHead("\r\n\r\n\r\n\r\n\r\n", .malformedStartLine),
        BadHead("\r\n GET / HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GET\r\n", .malformedStartLine),
        BadHead("GET /\r\n", .malformedStartLine),
        BadHead("GET  / HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GET /  HTTP/1.1\r\n", .malformedStartLine),
        BadHead(" GET / HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1.1 \r\n", .malformedStartLine),
        BadHead("GET / a HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GET\t/\tHTTP/1.1\r\n", .malformedStartLine),
        BadHead("G(T / HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GÉT / HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GET /ä HTTP/1.1\r\n", .malformedStartLine),
        BadHead("GET /\u{7f} HTTP/1.1\r\n", .invalidCharacter),
        BadHead("HTTP/1.1 200 OK\r\n", .malformedStartLine),
    ]

    private static let versions = [
        BadHead("GET / HTTP/2.0\r\n", .unsupportedVersion),
        BadHead("GET / HTTP/0.9\r\n", .unsupportedVersion),
        BadHead("GET / HTTP/1.2\r\n", .unsupportedVersion),
        BadHead("GET / HTTP/1.10\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1\r\n", .malformedStartLine),
        BadHead("GET / HTTP/11\r\n", .malformedStartLine),
        BadHead("GET / http/1.1\r\n", .malformedStartLine),
        BadHead("GET / HTTPS/1.1\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1,1\r\n", .malformedStartLine),
        BadHead("GET / HTTP/x.1\r\n", .malformedStartLine),
        BadHead("GET / HTTP/1.1\u{301}\r\n", .malformedStartLine),
        BadHead("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
    ]

    private static let fields = [
        BadHead("GET / HTTP/1.1\r\nHost\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\n: a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost : a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost\t: a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\n Host: a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\n b\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\n\tb: c\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\n \r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nA B: c\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHöst: a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost@: a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\n\"Host\": a\r\n", .malformedField),
        BadHead("GET / HTTP/1.1\r\nHost\u{301}: a\r\n", .malformedField),
    ]

    private static let lineEnds = [
        BadHead("GET / HTTP/1.1\n\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\n\r\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\r\r\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\rHost: a\r\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\r\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\rb\r\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\r\n\n", .invalidCharacter),
        BadHead("GET / HTTP/1.1\r\nHost: a\0b\r\n", .invalidCharacter),
        BadHead("\n", .invalidCharacter),
        BadHead("\0", .invalidCharacter),
    ]
}
