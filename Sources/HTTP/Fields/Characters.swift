extension UInt8 {
    /// `0` to `9`.
    package var isDigit: Bool { (0x30...0x39).contains(self) }

    /// Whether it may be in a token, such as a method or a field's name (RFC 9110 §5.6.2).
    package var isTokenCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5e, 0x5f, 0x60, 0x7c, 0x7e: true
        default: false
        }
    }

    /// Whether it may be in a line: what is visible, blank, tab, and what is not ASCII (RFC 9110 §5.5).
    package var isTextCharacter: Bool { self == 0x09 || self >= 0x20 && self != 0x7f }

    /// The lower-case letter for an upper-case one of ASCII, and itself for anything else.
    package var asciiLowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }

    /// Whether it is printable ASCII, not blank (RFC 5234's VCHAR).
    package var isVisible: Bool { (0x21...0x7e).contains(self) }
}

extension StringProtocol {
    /// Whether it is a token (RFC 9110 §5.6.2).
    package var isToken: Bool { !isEmpty && utf8.allSatisfy(\.isTokenCharacter) }

    /// Whether both are the same bytes.
    ///
    /// Unicode's own comparison takes more than a peer's bytes for this: it puts the marks of a letter in order, which for thousands of them
    /// takes the square of their number.
    package func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether both are the same bytes but for the case of ASCII letters.
    ///
    /// Unicode's own comparison would take `K`, the Kelvin sign, for a K.
    package func matches(_ other: some StringProtocol) -> Bool {
        utf8.lazy.map(\.asciiLowercased).elementsEqual(other.utf8.lazy.map(\.asciiLowercased))
    }
}
