internal import COpenSSL
internal import Frame

/// The SHA-256 of a token (FIPS 180-4): what a file keeps of it.
///
/// Hashable: a table may be searched by it, because whoever does not know a token cannot choose how its digest begins, so that the
/// time taken tells nothing of use.
struct TokenDigest: Sendable, Hashable {
    private let bytes: [UInt8]

    /// Computes the digest of a token.
    init(of token: Secret) throws(AuthError) {
        let text = Array(token.reveal().utf8)
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        guard EVP_Digest(text, text.count, &digest, nil, EVP_sha256(), nil) == 1 else {
            throw .hashUnavailable("SHA-256")
        }
        bytes = digest
    }

    /// Reads 64 hexadecimal digits, in either case; `nil` for anything else.
    init?(_ digits: ArraySlice<UInt8>) {
        guard digits.count == 64 else { return nil }
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard values.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    /// 64 hexadecimal digits, in lower case.
    var hexadecimal: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
