import Frame
import Testing

@Suite struct PrincipalTests {
    /// The same in NFC and NFD: a letter with an accent, a syllable of Hangul, and two marks in either order.
    @Test(arguments: [("jos\u{e9}", "jose\u{301}"), ("\u{ac00}", "\u{1100}\u{1161}"), ("a\u{323}\u{302}", "\u{1ead}")])
    func `a name is one in either normalization form, and in every table`(composed: String, decomposed: String) {
        #expect(!composed.utf8.elementsEqual(decomposed.utf8))
        let (first, second) = (Principal(reading: composed.utf8), Principal(reading: decomposed.utf8))
        #expect(first == second && first != nil)
        #expect(Set([first, second]).count == 1)
        #expect([first: 1][second] == 1)
    }

    /// Case, a full-width letter (NFKC), a ligature (NFKC), a Cyrillic letter, a soft hyphen, blanks.
    @Test(arguments: ["Alice", "\u{ff41}lice", "al\u{456}ce", "al\u{ad}ice", " alice", "alice ", "alice\u{301}"])
    func `names that look alike are two`(name: String) {
        #expect(Principal(reading: name.utf8) != Principal("alice"))
        #expect(Principal(reading: "\u{fb01}".utf8) != Principal("fi"))
    }

    @Test(arguments: ["a", "~", "Bob's VMs", "ü", "\u{301}", String(repeating: "n", count: 255)])
    func `a name is text`(name: String) { #expect(Principal(reading: name.utf8)?.name == name) }

    @Test(arguments: [
        [], [0x61, 0], [0x0a], [0x1f], [0x7f], [0xff], [0xc3], [0xed, 0xa0, 0x80], [UInt8](repeating: 0x61, count: 256),
    ])
    func `what is empty, no UTF-8, has control characters or more than 255 bytes is no name`(bytes: [UInt8]) {
        #expect(Principal(reading: bytes) == nil)
    }
}
