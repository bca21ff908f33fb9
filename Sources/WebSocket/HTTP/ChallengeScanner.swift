/// Reads a list of challenges from left to right.
///
///     list      = 1#challenge
///     challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]          (RFC 9110 §11.3)
///
/// Commas part both challenges and their parameters: an element with an `=` behind its first word goes on with the challenge before.
struct ChallengeScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// Reads to the end; `nil` if the text breaks the grammar.
    mutating func list() -> [Challenge]? {
        var challenges: [Challenge] = []
        while skipToElement() {
            guard let word = token() else { return nil }
            if take("=") {
                guard !challenges.isEmpty, let value = value() else { return nil }
                challenges[challenges.count - 1].parameters.append(.init(word, value))
            } else {
                guard let challenge = challenge(scheme: word) else { return nil }
                challenges.append(challenge)
            }
            guard isAtEndOfElement else { return nil }
        }
        return challenges
    }

    /// Reads what stands behind a scheme up to the next comma.
    private mutating func challenge(scheme: String) -> Challenge? {
        if isAtEndOfElement { return Challenge(scheme: scheme) }
        if let text = token68() { return Challenge(scheme: scheme, parameters: [.init("", text)]) }
        guard let name = token(), take("="), let value = value() else { return nil }
        return Challenge(scheme: scheme, parameters: [.init(name, value)])
    }

    private mutating func value() -> String? {
        skipBlanks()
        return position < bytes.count && bytes[position] == UInt8(ascii: "\"") ? quotedString() : token()
    }

    private mutating func quotedString() -> String? {
        var text: [UInt8] = []
        var isEscaped = false
        for index in bytes.indices[(position + 1)...] {
            switch bytes[index] {
            case UInt8(ascii: "\\") where !isEscaped: isEscaped = true
            case UInt8(ascii: "\"") where !isEscaped:
                position = index + 1
                return String(decoding: text, as: UTF8.self)
            case let byte:
                text.append(byte)
                isEscaped = false
            }
        }
        return nil
    }

    private mutating func token() -> String? {
        skipBlanks()
        let start = position
        while position < bytes.count, bytes[position].isTokenCharacter { position += 1 }
        return position == start ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a `token68`, such as the base64 of `Negotiate`, to the end of its element; moves nowhere if there is none.
    private mutating func token68() -> String? {
        var end = position
        while end < bytes.count, bytes[end].isToken68Character { end += 1 }
        guard end > position else { return nil }
        while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
        let (start, text) = (position, bytes[position..<end])
        position = end
        guard isAtEndOfElement else {
            position = start
            return nil
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether nothing but blanks stands before the next comma, or the end; skips them.
    private var isAtEndOfElement: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.count || bytes[position] == UInt8(ascii: ",")
        }
    }

    /// Skips commas, for a list may have empty elements (RFC 9110 §5.6.1.2); `false` at the end.
    private mutating func skipToElement() -> Bool {
        while isAtEndOfElement, position < bytes.count { position += 1 }
        return position < bytes.count
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }
}

extension UInt8 {
    /// Whether it may be in a `token68` (RFC 9110 §11.2).
    fileprivate var isToken68Character: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "-._~+/".utf8.contains(self)
        }
    }
}
