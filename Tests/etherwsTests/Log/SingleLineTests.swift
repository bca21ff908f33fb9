import Testing

@testable import etherws

@Suite struct SingleLineTests {
    @Test(
        "What a terminal would obey becomes a space",
        arguments: [
            ("alice", "alice"),
            ("a\nb", "a b"),
            ("a\r\nb", "a  b"),
            ("\u{1b}[31mred", " [31mred"),
            ("a\u{0}b\u{7f}c\u{9b}d", "a b c d"),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("abc\u{202e}def", "abc def"),
            ("Zoë 李 🦊", "Zoë 李 🦊"),
            ("end\n\n", "end"),
            ("", ""),
        ]
    )
    func strips(text: String, line: String) {
        #expect(text.singleLine == line)
    }

    @Test("A name has 128 characters at most, and a sign that there were more", arguments: [0, 127, 128, 129, 130])
    func shortens(count: Int) {
        let text = String(repeating: "x", count: count)
        #expect(text.shortened == (count <= 128 ? text : text.prefix(128) + "…"))
    }

    @Test("What has no end is cut")
    func cuts() {
        #expect(String(repeating: "x", count: 100_000).singleLine.count == 1024)
    }
}
