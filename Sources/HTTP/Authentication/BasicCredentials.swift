package import Frame

/// Names and passwords as HTTP carries them (RFC 7617).
package enum BasicCredentials {
    /// The value of an `Authorization` field.
    package static func encode(_ basic: Credentials.Basic) -> String {
        "Basic " + Base64.encode(Array("\(basic.user):\(basic.password.reveal())".utf8))
    }

    /// The longest password, in bytes.
    ///
    /// One of Unicode is compared in a time that grows with the square of its length.
    private static let longestPassword = 1024

    /// Reads the value of an `Authorization` field; `nil` if it is not Basic, not well-formed, or longer than any name and password.
    package static func decode(_ field: String) -> Credentials.Basic? {
        guard let field = AuthorizationField(field), field.scheme == "basic", let pair = Base64.decode(field.text)
        else { return nil }
        // "A user-id containing a colon character is invalid" (§2): the first colon ends the name.
        guard let colon = pair.firstIndex(of: UInt8(ascii: ":")), colon <= Principal.longestName,
            pair.count - colon - 1 <= longestPassword,
            let user = String(validating: pair[..<colon], as: UTF8.self),
            let password = String(validating: pair[pair.index(after: colon)...], as: UTF8.self)
        else { return nil }
        return Credentials.Basic(user: user, password: Secret(password))
    }
}
