internal import COpenSSL

/// The SHA-1 of a password (FIPS 180-4), in base64 (RFC 4648 §4): 27 digits and one `=`.
struct SHA1Text: Sendable {
    private let text: [UInt8]

    static let prefix = Array("{SHA}".utf8)
    static let byteCount = 28

    /// Takes the text as it stands in a file, or `nil` if it cannot be one.
    init?(_ text: some BidirectionalCollection<UInt8>) {
        guard text.count == Self.byteCount, text.last == UInt8(ascii: "="),
            text.dropLast().allSatisfy(Self.isDigit)
        else { return nil }
        self.text = Array(text)
    }

    /// Computes the text for a password.
    init(of password: [UInt8]) throws(AuthError) {
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        guard EVP_Digest(password, password.count, &digest, nil, EVP_sha1(), nil) == 1 else {
            throw .hashUnavailable("SHA-1")
        }
        // OpenSSL adds a NUL.
        var text = [UInt8](repeating: 0, count: Self.byteCount + 1)
        EVP_EncodeBlock(&text, digest, CInt(digest.count))
        self.text = text.dropLast()
    }

    private init(filler: UInt8) { text = Array(repeating: filler, count: Self.byteCount) }

    /// Not base64, therefore no password's.
    static let unattainable = SHA1Text(filler: 0)

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"): true
        default: false
        }
    }
}

extension SHA1Text: Equatable {
    /// Compares all bytes, so that the time taken tells nothing.
    static func == (left: SHA1Text, right: SHA1Text) -> Bool { CRYPTO_memcmp(left.text, right.text, byteCount) == 0 }
}
