/// Reads a list of challenges from left to right.
///
///     list      = 1#challenge
///     challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]          (RFC 9110 §11.3)
///
/// Commas part both challenges and their parameters: an element with an `=` behind its first word goes on with the challenge before.
struct ChallengeScanner {
    private var field: FieldScanner

    init(_ text: String) { field = FieldScanner(text) }

    /// Reads to the end; `nil` if the text breaks the grammar.
    mutating func list() -> [Challenge]? {
        var challenges: [Challenge] = []
        while skipToElement() {
            guard let word = field.token() else { return nil }
            if field.take("=") {
                guard !challenges.isEmpty, let value = field.value() else { return nil }
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
        guard let name = field.token(), field.take("="), let value = field.value() else { return nil }
        return Challenge(scheme: scheme, parameters: [.init(name, value)])
    }

    /// Reads a `token68`, such as the base64 of `Negotiate`, to the end of its element; moves nowhere if there is none.
    private mutating func token68() -> String? {
        let start = field.position
        field.skip(while: \.isToken68Character)
        guard field.position > start else { return nil }
        field.skip { $0 == UInt8(ascii: "=") }
        let text = field.text(from: start)
        guard isAtEndOfElement else {
            field.goBack(to: start)
            return nil
        }
        return text
    }

    /// Whether nothing but blanks stands before the next comma, or the end; skips them.
    private var isAtEndOfElement: Bool {
        mutating get {
            field.skipBlanks()
            return field.isAtEnd || field.next == UInt8(ascii: ",")
        }
    }

    /// Skips commas, for a list may have empty elements (RFC 9110 §5.6.1.2); `false` at the end.
    private mutating func skipToElement() -> Bool {
        while field.take(",") {}
        return !field.isAtEnd
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
