/// One line that holds a JSON object (RFC 8259) whose values are strings, numbers, `true`, `false` or `null`: all that an answer needs.
///
/// Strict: what is not that, or holds objects or arrays, is nothing.
struct JSONLine {
    /// A value, as far as anybody cares.
    enum Value: Sendable, Equatable {
        case string(String)
        case null
        /// A number, `true` or `false`.
        case other
    }

    private var rest: ArraySlice<UInt8>

    /// The members of the object, in order; `nil` if `bytes` are no such line.
    static func members(of bytes: [UInt8]) -> [(name: String, value: Value)]? {
        var line = JSONLine(rest: bytes[...])
        if line.rest.last == UInt8(ascii: "\n") { line.rest.removeLast() }
        guard !line.rest.contains(UInt8(ascii: "\n")), let members = line.object() else { return nil }
        line.skipBlanks()
        return line.rest.isEmpty ? members : nil
    }

    private mutating func object() -> [(name: String, value: Value)]? {
        guard take("{") else { return nil }
        if take("}") { return [] }
        var members: [(name: String, value: Value)] = []
        repeat {
            skipBlanks()
            guard let name = string(), take(":"), let value = value() else { return nil }
            members.append((name, value))
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func value() -> Value? {
        skipBlanks()
        if rest.first == UInt8(ascii: "\"") { return string().map { .string($0) } }
        let word = rest.prefix { !",} \t\r".utf8.contains($0) }
        rest = rest.dropFirst(word.count)
        if word.elementsEqual("null".utf8) { return .null }
        let isWord = word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
        return isWord || Self.isNumber(word) ? .other : nil
    }

    /// `-`, an integer without leading zeros, a fraction, an exponent (§6).
    private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        var digits = word
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        guard takeDigits(&digits, mayLeadWithZero: false) else { return false }
        if digits.first == UInt8(ascii: ".") {
            digits = digits.dropFirst()
            guard takeDigits(&digits) else { return false }
        }
        if let first = digits.first, "eE".utf8.contains(first) {
            digits = digits.dropFirst()
            if let sign = digits.first, "+-".utf8.contains(sign) { digits = digits.dropFirst() }
            guard takeDigits(&digits) else { return false }
        }
        return digits.isEmpty
    }

    private static func takeDigits(_ digits: inout ArraySlice<UInt8>, mayLeadWithZero: Bool = true) -> Bool {
        let run = digits.prefix { (0x30...0x39).contains($0) }
        digits = digits.dropFirst(run.count)
        return !run.isEmpty && (mayLeadWithZero || run.count == 1 || run.first != UInt8(ascii: "0"))
    }

    private mutating func string() -> String? {
        guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                bytes += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: bytes.append(byte)
            }
        }
        return nil
    }

    /// What stands behind a reverse solidus (§7).
    private mutating func escape() -> Unicode.Scalar? {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return codePoint()
        case _: return nil
        }
    }

    private mutating func codePoint() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
        // A character beyond U+FFFF is written as two halves.
        guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"), let second = codeUnit(),
            (0xdc00..<0xe000).contains(second)
        else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private mutating func codeUnit() -> UInt32? {
        let digits = rest.prefix(4).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 4 else { return nil }
        rest = rest.dropFirst(4)
        return digits.reduce(0) { $0 << 4 | UInt32($1) }
    }

    private mutating func take(_ mark: Character) -> Bool {
        skipBlanks()
        guard let first = rest.first, first == mark.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop { " \t\r".utf8.contains($0) } }
}
