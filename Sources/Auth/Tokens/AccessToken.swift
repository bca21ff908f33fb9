internal import COpenSSL
package import Frame

/// A token that admits whoever bears it: 256 random bits, which nobody can guess, so that a fast hash of it keeps it as safe as a
/// slow one would.
package struct AccessToken: Sendable {
    /// The token itself, for its bearer; it is kept nowhere else.
    package let secret: Secret

    /// The fewest bytes that are taken for a token: 128 bits in base64.
    static let leastLength = 22

    /// Makes up a token.
    ///
    /// Traps if there is no randomness: no token may be one that a stranger could guess.
    package init() {
        var bytes = [UInt8](repeating: 0, count: 32)
        precondition(RAND_bytes(&bytes, CInt(bytes.count)) == 1, "the random generator has failed")
        // OpenSSL adds a NUL.
        var text = [UInt8](repeating: 0, count: 45)
        EVP_EncodeBlock(&text, bytes, CInt(bytes.count))
        // RFC 4648 §5: base64 that may stand in a URI as it is.
        let digits = text.prefix(43).map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        secret = Secret("etherws_" + String(decoding: digits, as: UTF8.self))
    }

    /// The line that admits the token's bearer, for the file that `tokens:FILE` names.
    ///
    /// - Parameters:
    ///   - name: whom the bearer is taken for.
    ///   - expiry: when it ends to be admitted, as `2027-12-31` or `2027-12-31T12:00:00Z`; `nil` for never.
    /// - Throws: ``AuthError`` if OpenSSL does not compute SHA-256; `EndpointURIError` if the name or the date cannot stand in the file.
    package func line(for name: String, expiry: String? = nil) throws -> String {
        let bytes = Array(name.utf8)
        guard Principal(reading: bytes) != nil, !bytes.contains(UInt8(ascii: ":")), bytes.first != UInt8(ascii: "#"),
            bytes.first != 0x20, bytes.last != 0x20
        else { throw EndpointURIError.invalidParameter("name", value: name) }
        if let expiry, UTCTime.parse(Array(expiry.utf8)[...]) == nil {
            throw EndpointURIError.invalidParameter("expires", value: expiry)
        }
        let digest = try TokenDigest(of: secret).hexadecimal
        return "\(name):\(digest)" + (expiry.map { ":\($0)" } ?? "")
    }
}
