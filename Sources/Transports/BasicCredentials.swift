internal import Frame
internal import WebSocket

/// Names and passwords as HTTP carries them (RFC 7617).
enum BasicCredentials {
    /// The value of an `Authorization` field.
    static func encode(_ basic: Credentials.Basic) -> String {
        "Basic " + Base64.encode(Array("\(basic.user):\(basic.password.reveal())".utf8))
    }

    /// Reads the value of an `Authorization` field; `nil` if it is not Basic, or not well-formed.
    static func decode(_ field: String) -> Credentials.Basic? {
        let parts = field.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "basic", let pair = Base64.decode(String(parts[1])) else {
            return nil
        }
        // "A user-id containing a colon character is invalid" (§2): the first colon ends the name.
        guard let colon = pair.firstIndex(of: UInt8(ascii: ":")),
            let user = String(validating: pair[..<colon], as: UTF8.self),
            let password = String(validating: pair[pair.index(after: colon)...], as: UTF8.self)
        else { return nil }
        return Credentials.Basic(user: user, password: Secret(password))
    }
}
