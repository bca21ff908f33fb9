import Testing

@testable import WebSocket

@Suite struct UTF8ValidatorTests {
    @Test(arguments: [
        "", "\0", "a", "12345678", "1234567890123456", "κόσμε", "\u{80}", "\u{800}", "\u{10000}", "\u{7f}", "\u{7ff}",
        "\u{fffd}",
        "\u{ffff}", "\u{10ffff}", "\u{d7ff}", "\u{e000}", "\u{feff}", "Hello-µ@ßöäüàá-UTF-8!!", "1234567é12345678é",
    ])
    func acceptsText(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(firstBadByte(bytes) == nil)
        #expect(isComplete(bytes))
    }

    /// Markus Kuhn's UTF-8 decoder stress test, sections 3 to 5, and where the first byte is that cannot be right.
    @Test(
        arguments: [
            // 3.1 Continuation bytes by themselves.
            ([0x80], 0), ([0xbf], 0), ([0x80, 0xbf, 0x80], 0), ([0x61, 0x80], 1),
            // 3.2 Start bytes by themselves.
            ([0xc0, 0x20], 0), ([0xdf, 0x20], 1), ([0xe0, 0x20], 1), ([0xef, 0x20], 1), ([0xf0, 0x20], 1),
            ([0xf4, 0x20], 1), ([0xf7, 0x20], 0), ([0xf8, 0x20], 0), ([0xfc, 0x20], 0), ([0xfd, 0x20], 0),
            // 3.3 The last byte missing.
            ([0xe2, 0x82, 0x20], 2), ([0xf0, 0x90, 0x80, 0x20], 3), ([0xc3, 0xc3], 1),
            // 3.5 Impossible bytes.
            ([0xfe], 0), ([0xff], 0), ([0xfe, 0xfe, 0xff, 0xff], 0),
            // 4.1 A slash in more bytes than it needs.
            ([0xc0, 0xaf], 0), ([0xe0, 0x80, 0xaf], 1), ([0xf0, 0x80, 0x80, 0xaf], 1),
            ([0xf8, 0x80, 0x80, 0x80, 0xaf], 0), ([0xfc, 0x80, 0x80, 0x80, 0x80, 0xaf], 0),
            // 4.2 The largest value of each overlong form.
            ([0xc1, 0xbf], 0), ([0xe0, 0x9f, 0xbf], 1), ([0xf0, 0x8f, 0xbf, 0xbf], 1),
            ([0xf8, 0x87, 0xbf, 0xbf, 0xbf], 0), ([0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf], 0),
            // 4.3 NUL in more bytes than it needs.
            ([0xc0, 0x80], 0), ([0xe0, 0x80, 0x80], 1), ([0xf0, 0x80, 0x80, 0x80], 1),
            // 5.1 Surrogates.
            ([0xed, 0xa0, 0x80], 1), ([0xed, 0xad, 0xbf], 1), ([0xed, 0xae, 0x80], 1), ([0xed, 0xaf, 0xbf], 1),
            ([0xed, 0xb0, 0x80], 1), ([0xed, 0xbe, 0x80], 1), ([0xed, 0xbf, 0xbf], 1),
            // 5.2 Surrogates in pairs.
            ([0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80], 1), ([0xed, 0xaf, 0xbf, 0xed, 0xbf, 0xbf], 1),
            // Values over U+10FFFF, and one behind a word of ASCII.
            ([0xf4, 0x90, 0x80, 0x80], 1), ([0xf5, 0x80, 0x80, 0x80], 0),
            ([0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0xff], 9),
        ] as [([UInt8], Int)])
    func failsOnTheFirstByteThatCannotBeRight(_ bytes: [UInt8], _ index: Int) {
        #expect(firstBadByte(bytes) == index)
    }

    /// Where words of ASCII begin and end, and within a character.
    @Test(
        arguments: [
            ("123456789", [0x80], ""), ("12345678", [0x80], "12345678"), ("1234567812345678", [0x80], ""),
            ("1", [0x80], "1234567"), ("", [0x80], "1234567"), ("12345678", [0xe2, 0x82, 0x31], "12345678"),
        ] as [(String, [UInt8], String)])
    func failsBesideWordsOfASCII(_ before: String, _ bytes: [UInt8], _ after: String) {
        #expect(firstBadByte(Array(before.utf8) + bytes + Array(after.utf8)) == before.utf8.count + bytes.count - 1)
    }

    @Test(arguments: [[0xc3], [0xe2, 0x82]] as [[UInt8]])
    func aWordOfASCIIStandsInNoCharacter(_ start: [UInt8]) {
        #expect(firstBadByte(start + Array("12345678".utf8) + [0xa9]) == start.count)
    }

    @Test(arguments: ["é", "€", "\u{1f600}"])
    func aCharacterCutOffIsNotComplete(_ text: String) {
        let bytes = Array(text.utf8)
        for count in 1..<bytes.count {
            #expect(firstBadByte(Array(bytes.prefix(count))) == nil)
            #expect(!isComplete(Array(bytes.prefix(count))))
        }
    }

    /// All pairs of bytes whose first is not ASCII, each with bytes from every class behind it.
    @Test(arguments: UInt8(0x80)...0xff)
    func agreesWithTheStandardLibrary(_ first: UInt8) {
        var disagreements: [[UInt8]] = []
        for second in UInt8.min...UInt8.max {
            for third: UInt8 in [0x7f, 0x80, 0xbf, 0xc0] {
                for tail: [UInt8] in [[], [0x80]] {
                    let bytes = [first, second, third] + tail
                    if isComplete(bytes) != (String(validating: bytes, as: UTF8.self) != nil) {
                        disagreements.append(bytes)
                    }
                }
            }
        }
        #expect(disagreements.isEmpty)
    }

    private func firstBadByte(_ bytes: [UInt8]) -> Int? {
        var validator = UTF8Validator()
        let single = bytes.indices.first { index in
            !bytes[index...index].withUnsafeBytes { validator.accept($0) }
        }
        var whole = UTF8Validator()
        #expect(bytes.withUnsafeBytes { whole.accept($0) } == (single == nil))
        return single
    }

    private func isComplete(_ bytes: [UInt8]) -> Bool {
        var validator = UTF8Validator()
        return bytes.withUnsafeBytes { validator.accept($0) } && validator.isComplete
    }
}
