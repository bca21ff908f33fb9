/// Reads the value of a header field from left to right, in the pieces that all fields are made of (RFC 9110 §5.6).
///
/// A piece that is not there moves nothing but blanks.
package struct FieldScanner {
    private let bytes: [UInt8]
    package private(set) var position = 0

    package init(_ text: String) { bytes = Array(text.utf8) }

    package var isAtEnd: Bool { position == bytes.count }

    /// The byte that is next; `nil` at the end.
    package var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Reads a `token`.
    package mutating func token() -> String? {
        skipBlanks()
        let start = position
        skip { $0.isTokenCharacter }
        return position == start ? nil : text(from: start)
    }

    /// Reads the value of a parameter: a `token` or a `quoted-string`, the escapes of which are undone.
    package mutating func value() -> String? {
        skipBlanks()
        return next == UInt8(ascii: "\"") ? quotedString() : token()
    }

    private mutating func quotedString() -> String? {
        var value: [UInt8] = []
        var isEscaped = false
        for index in bytes.indices[(position + 1)...] {
            switch bytes[index] {
            case UInt8(ascii: "\\") where !isEscaped: isEscaped = true
            case UInt8(ascii: "\"") where !isEscaped:
                position = index + 1
                return String(decoding: value, as: UTF8.self)
            case let byte:
                value.append(byte)
                isEscaped = false
            }
        }
        return nil
    }

    /// Reads a character, if it is next behind blanks.
    package mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    package mutating func skipBlanks() { skip { $0 == 0x20 || $0 == 0x09 } }

    /// Moves on as long as bytes satisfy a condition.
    package mutating func skip(while isPart: (UInt8) -> Bool) {
        while let byte = next, isPart(byte) { position += 1 }
    }

    /// What was read since a position.
    package func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    /// Goes back to where a piece began that turned out to be another.
    package mutating func goBack(to start: Int) { position = start }
}
