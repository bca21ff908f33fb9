/// Checks that a sequence of bytes, met piece by piece, is UTF-8 (RFC 3629).
///
/// It fails on the first byte that cannot be right.
struct UTF8Validator {
    /// Bytes that the character under way still needs.
    private var missing = 0
    /// What the next byte may be: narrower than 0x80–0xBF where a longer form, a surrogate or a value over U+10FFFF
    /// would begin.
    private var allowed: ClosedRange<UInt8> = 0x80...0xbf

    /// Whether no character is cut off.
    var isComplete: Bool { missing == 0 }

    /// Takes the next piece.
    ///
    /// - Returns: `false` if it cannot continue, or be, UTF-8.
    mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset < bytes.count {
            if missing == 0 { offset = Self.endOfASCII(bytes, from: offset) }
            guard offset < bytes.count else { break }
            guard accept(bytes[offset]) else { return false }
            offset += 1
        }
        return true
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard missing == 0 else {
            guard allowed.contains(byte) else { return false }
            (missing, allowed) = (missing - 1, 0x80...0xbf)
            return true
        }
        switch byte {
        case 0x00...0x7f: break
        case 0xc2...0xdf: (missing, allowed) = (1, 0x80...0xbf)
        case 0xe0: (missing, allowed) = (2, 0xa0...0xbf)
        case 0xe1...0xec, 0xee...0xef: (missing, allowed) = (2, 0x80...0xbf)
        case 0xed: (missing, allowed) = (2, 0x80...0x9f)
        case 0xf0: (missing, allowed) = (3, 0x90...0xbf)
        case 0xf1...0xf3: (missing, allowed) = (3, 0x80...0xbf)
        case 0xf4: (missing, allowed) = (3, 0x80...0x8f)
        default: return false
        }
        return true
    }

    /// Where the run of whole words of ASCII that begins at `offset` ends.
    private static func endOfASCII(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> Int {
        var offset = offset
        while offset + 8 <= bytes.count {
            guard bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 else {
                break
            }
            offset += 8
        }
        return offset
    }
}
