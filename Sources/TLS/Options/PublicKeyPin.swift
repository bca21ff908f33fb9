internal import COpenSSL
internal import Frame

/// The SHA-256 hash of a certificate's public key, its subjectPublicKeyInfo (RFC 7469 §2.4): it outlives the certificate.
package struct PublicKeyPin: Sendable, Hashable {
    private let digest: [UInt8]

    /// Reads `sha256/BASE64`; `sha256//BASE64`, as curl writes it, is the same.
    init(_ text: String) throws(EndpointURIError) {
        guard text.hasPrefix("sha256/") else { throw .invalidParameter("pin", value: text) }
        let rest = text.dropFirst(7)
        let base64 = rest.hasPrefix("/") && rest.utf8.count == 45 ? rest.dropFirst() : rest
        guard let bytes = Base64.decode(String(base64)), bytes.count == 32 else {
            throw .invalidParameter("pin", value: text)
        }
        digest = bytes
    }

    /// Hashes the key of a certificate; `nil` if it cannot be encoded.
    init?(of certificate: OpaquePointer) {
        var encoded: UnsafeMutablePointer<UInt8>?
        let length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded)
        guard length > 0, let encoded else { return nil }
        defer { copenssl_free(encoded) }
        var digest = [UInt8](repeating: 0, count: 32)
        guard EVP_Digest(encoded, Int(length), &digest, nil, EVP_sha256(), nil) == 1 else { return nil }
        self.digest = digest
    }

    /// Whether both are the same, in constant time.
    func matches(_ other: PublicKeyPin) -> Bool { CRYPTO_memcmp(digest, other.digest, digest.count) == 0 }
}

extension PublicKeyPin: CustomStringConvertible {
    /// `sha256/BASE64`.
    package var description: String { "sha256/" + Base64.encode(digest) }
}
