internal import COpenSSL
internal import Frame

extension PeerCertificate {
    /// Reads the names in a certificate that has been verified.
    init(_ certificate: OpaquePointer) {
        self.init(commonName: Self.commonName(of: certificate))
        let pointer = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil)
        guard let names = OpaquePointer(pointer) else { return }
        defer { GENERAL_NAMES_free(names) }
        hosts = Self.alternatives(names, GEN_DNS)
        addresses = Self.alternatives(names, GEN_EMAIL)
        uris = Self.alternatives(names, GEN_URI)
    }

    /// The common name; `nil` where there are several, of which nobody can know which is meant.
    private static func commonName(of certificate: OpaquePointer) -> String? {
        let subject = X509_get_subject_name(certificate)
        let index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1)
        guard index >= 0, X509_NAME_get_index_by_NID(subject, NID_commonName, index) < 0 else { return nil }
        let entry = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index))
        var utf8: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&utf8, entry)
        defer { CRYPTO_free(utf8, nil, 0) }
        guard count > 0, let utf8 else { return nil }
        return name(UnsafeBufferPointer(start: utf8, count: Int(count)))
    }

    private static func alternatives(_ names: OpaquePointer, _ type: CInt) -> [String] {
        (0..<copenssl_alternative_name_count(names)).compactMap { index in
            guard let text = copenssl_alternative_name(names, index, type) else { return nil }
            let bytes = UnsafeBufferPointer(start: ASN1_STRING_get0_data(text), count: Int(ASN1_STRING_length(text)))
            // "IA5String" (RFC 5280 §4.2.1.6): ASCII.
            return bytes.allSatisfy { $0 < 0x80 } ? name(bytes) : nil
        }
    }

    /// Bytes as somebody's name: no control characters, with which it could look like another's.
    private static func name(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard !bytes.isEmpty, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
