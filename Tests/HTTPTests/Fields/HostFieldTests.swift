import Testing

@testable import HTTP

/// RFC 9112 §3.2: "A server MUST respond with a 400 … to any request message that contains more than one Host header field line or a Host
/// header field with an invalid field value".
@Suite struct HostFieldTests {
    private func head(_ lines: String) throws -> RequestHead? {
        var parser = HeadParser<RequestHead>()
        return try parser.parse(Array("GET / HTTP/1.1\r\n\(lines)\r\n".utf8).span.bytes)?.head
    }

    @Test(arguments: [
        "a", "example.com", "example.com:80", "example.com:", "127.0.0.1:65535", "[::1]", "[::1]:8080",
        "[fe80::1%25eth0]:80", "[fe80::1%eth0]", "my_host", "xn--mnchen-3ya.de", "a%C3%A4", "A.B", "a:00080",
    ])
    func namesAHost(value: String) throws { #expect(try head("Host: \(value)\r\n")?.fields["Host"] == value) }

    @Test(arguments: [
        "", " ", "\t", "a b", "a\tb", ":80", "a:b", "a:80:80", "::1", "[::1", "::1]", "[]", "[]:80", "[::1]80", "[a b]",
        "[::1]]", "a:808080",
        "a/b", "a?b", "[/::1]", "[:]x", "a#b", "u@a", "a\\b", "\"a\"", "<a>", "a, b", "mü", "a\u{301}", "a[b]",
        "http://a/",
    ])
    func namesNone(value: String) {
        let error = #expect(throws: HeadError.self) { try head("Host: \(value)\r\n") }
        #expect(error == .invalidHost)
        #expect(error?.status == 400)
    }

    /// RFC 3986 §3.2.2: letters, digits, `-._~`, sub-delims and percent-encoding.
    @Test func hasTheCharactersOfARegisteredName() {
        let characters = (UInt8.min...0x7f).map { String(UnicodeScalar($0)) }.filter(HostField.isValid)
        let (letters, others) = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "!$%&'()*+,-.0123456789;=")
        #expect(characters.joined() == others + letters + "_" + letters.lowercased() + "~")
    }

    @Test(arguments: ["a\0b", "a\u{1}", "\u{7f}", "a\u{b}"])
    func hasAControlCharacter(value: String) {
        let error = #expect(throws: HeadError.invalidCharacter) { try head("Host: \(value)\r\n") }
        #expect(error?.status == 400)
    }

    @Test(arguments: ["Host: a\r\nHost: a\r\n", "Host: a\r\nHOST: b\r\n", "Host: a\r\nHost:\r\n"])
    func isThereTwice(lines: String) {
        #expect(throws: HeadError.invalidHost) { try head(lines) }
    }

    /// The handshake decides whether it is needed: a bare `GET /` typed into telnet is answered 401, as by the original.
    @Test func mayBeMissing() throws { #expect(try head("") != nil) }
}
