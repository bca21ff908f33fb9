import Testing

@testable import HTTP

@Suite struct FieldScannerTests {
    @Test(
        "A value is a token, or a quoted string whose escapes are undone (RFC 9110 §5.6)",
        arguments: [
            ("", nil, 0), (",", nil, 0), (" \t,", nil, 2), ("a", "a", 1), ("\t ab,", "ab", 4), ("a\"b\"", "a", 1),
            ("\"\"", "", 2), ("\"\"\"", "", 2), (" \"a\"b", "a", 4), ("\"a b\"", "a b", 5), ("\"\\\"\"", "\"", 4),
            ("\"\\\\\"x", "\\", 4), ("\"\\a\\b\"", "ab", 6), ("\"\\\\\\\"\"", "\\\"", 6),
            ("\"", nil, 0), ("\"a", nil, 0), ("\"\\\"", nil, 0), ("\"a\\", nil, 0),
        ] as [(String, String?, Int)])
    func values(_ text: String, _ value: String?, _ position: Int) {
        var scanner = FieldScanner(text)
        #expect(scanner.position == 0)
        #expect(scanner.value() == value)
        #expect(scanner.position == position)
        #expect(scanner.isAtEnd == (position == text.utf8.count))
        #expect(scanner.next == Array(text.utf8).dropFirst(position).first)
    }

    @Test("A token has letters, digits and fifteen other characters, and no blanks")
    func tokens() {
        let tokens = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        for byte: UInt8 in 0...127 {
            var scanner = FieldScanner(String(decoding: [byte], as: UTF8.self))
            #expect((scanner.token() != nil) == tokens.utf8.contains(byte), "\(byte)")
        }
    }

    @Test("A character is taken behind blanks if it is next, and blanks alone if it is not")
    func characters() {
        var scanner = FieldScanner(" \t=;")
        #expect(!scanner.take(";") && scanner.position == 2)
        #expect(scanner.take("=") && scanner.position == 3)
        #expect(!scanner.take("=") && scanner.take(";") && scanner.isAtEnd)
        #expect(!scanner.take(";") && scanner.next == nil)
    }
}
