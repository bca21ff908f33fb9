/// The base64 alphabet of RFC 4648 §4, with padding.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// Encodes bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0..<4 {
                text.append(index <= group.count ? alphabet[bits >> (18 - 6 * index) & 0x3f] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decodes text of at most 64 KiB.
    ///
    /// - Returns: `nil` if it is not exactly what ``encode(_:)`` would have made of some bytes.
    package static func decode(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 0x10000 else { return nil }
        var bytes: [UInt8] = []
        var (bits, bitCount) = (0, 0)
        for character in text.utf8.prefix(while: { $0 != padding }) {
            guard let digit = digit(character) else { return nil }
            // What is shifted out at the top has been taken.
            (bits, bitCount) = (bits << 6 | digit, bitCount + 6)
            guard bitCount >= 8 else { continue }
            bitCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
        }
        // Padding that is missing, and bits that stand for nothing, are not what would have been encoded.
        return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }

    private static func digit(_ character: UInt8) -> Int? {
        switch character {
        case 0x41...0x5a: Int(character) - 0x41
        case 0x61...0x7a: Int(character) - 0x61 + 26
        case 0x30...0x39: Int(character) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
