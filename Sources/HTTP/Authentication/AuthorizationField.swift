/// The value of an `Authorization` field that is a scheme and a `token68` (RFC 9110 §11.4), as those of RFC 7617 and RFC 6750 are.
package struct AuthorizationField {
    /// In lower case.
    package let scheme: String
    package let text: String

    /// Reads the value; `nil` if it is something else.
    package init?(_ value: String) {
        let parts = value.utf8.split(separator: 0x20)
        guard parts.count == 2, parts.allSatisfy(Self.isVisible) else { return nil }
        (scheme, text) = (Substring(parts[0]).lowercased(), String(Substring(parts[1])))
    }

    /// Whether it is ASCII, without blanks and control characters: texts of other kinds cost to compare, more than a peer has paid for.
    package static func isVisible(_ text: some Sequence<UInt8>) -> Bool {
        text.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
