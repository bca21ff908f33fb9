internal import COpenSSL
internal import Glibc

/// A signed answer to the question which certificates have been revoked (RFC 6960 §4.2).
///
/// `@unchecked`: nothing changes one that has been read.
final class OCSPResponse: @unchecked Sendable {
    /// As it came, in DER.
    let bytes: [UInt8]
    private let answer: OpaquePointer

    /// Numbers, hashes and times are all kept in such a thing.
    private typealias Text = UnsafeMutablePointer<ASN1_STRING>

    /// The longest that is read, in bytes: room for some certificates beside the signature.
    static let longest = 64 * 1024
    /// How old one may be that does not say when the next is to come, in seconds.
    private static let longestAge = 86_400

    /// - Returns: `nil` for what is malformed or too long, and for an answer without a signature, such as `tryLater`.
    init?(parsing bytes: [UInt8]) {
        defer { ERR_clear_error() }
        guard !bytes.isEmpty, bytes.count <= Self.longest, let response = Self.response(in: bytes) else { return nil }
        defer { OCSP_RESPONSE_free(response) }
        guard OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL,
            let answer = OCSP_response_get1_basic(response)
        else { return nil }
        (self.bytes, self.answer) = (bytes, answer)
    }

    /// Reads a file.
    ///
    /// Blocks.
    convenience init?(file: String) {
        guard let bytes = Self.read(file) else { return nil }
        self.init(parsing: bytes)
    }

    deinit { OCSP_BASICRESP_free(answer) }

    /// What is said about a certificate, whoever has signed it.
    ///
    /// - Parameters:
    ///   - issuer: the certificate's; where it is not known, its name has to do.
    ///   - time: in seconds since 1970.
    ///   - tolerance: how far clocks may differ, in seconds.
    func status(
        of certificate: OpaquePointer,
        issuer: OpaquePointer?,
        at time: Int,
        tolerance: Int = 0
    ) -> CertificateStatus {
        for index in 0..<OCSP_resp_count(answer) {
            guard let single = OCSP_resp_get0(answer, index), Self.names(single, certificate, issuer) else { continue }
            return Self.status(single, at: time, tolerance)
        }
        return .foreign
    }

    /// Whether it is the word of the authority that has issued the first certificate in `chain`, or of somebody whom that has charged
    /// with it (RFC 6960 §4.2.2.2).
    ///
    /// - Parameters:
    ///   - chain: has been verified.
    ///   - store: whom to trust.
    func isSigned(for chain: OpaquePointer, trusting store: OpaquePointer) -> Bool {
        defer { ERR_clear_error() }
        return OCSP_basic_verify(answer, chain, store, 0) == 1
    }

    private static func response(in bytes: [UInt8]) -> OpaquePointer? {
        bytes.withUnsafeBufferPointer { buffer in
            var rest = buffer.baseAddress
            guard let response = d2i_OCSP_RESPONSE(nil, &rest, buffer.count) else { return nil }
            // What follows it would be sent to clients as well.
            guard rest == buffer.baseAddress.map({ $0 + buffer.count }) else {
                OCSP_RESPONSE_free(response)
                return nil
            }
            return response
        }
    }

    private static func read(_ file: String) -> [UInt8]? {
        guard let source = BIO_new_file(file, "rb") else {
            ERR_clear_error()
            return nil
        }
        defer { BIO_free(source) }
        var bytes = [UInt8](repeating: 0, count: longest + 1)
        let count = BIO_read(source, &bytes, CInt(bytes.count))
        return count > 0 ? Array(bytes[..<Int(count)]) : nil
    }

    /// Whether a part of the answer is about this certificate: it names it by its number, and its issuer by hashes (RFC 6960 §4.1.1).
    private static func names(_ single: OpaquePointer, _ certificate: OpaquePointer, _ issuer: OpaquePointer?) -> Bool {
        var (name, key, number): (Text?, Text?, Text?) = (nil, nil, nil)
        var algorithm: OpaquePointer?
        let identifier = OCSP_SINGLERESP_get0_id(single)
        guard OCSP_id_get0_info(&name, &algorithm, &key, &number, identifier) == 1,
            ASN1_INTEGER_cmp(number, X509_get0_serialNumber(certificate)) == 0,
            let digest = EVP_get_digestbyname(OBJ_nid2sn(OBJ_obj2nid(algorithm))),
            equals(name, { X509_NAME_digest(X509_get_issuer_name(certificate), digest, $0, $1) })
        else { return false }
        guard let issuer else { return true }
        return equals(key) { X509_pubkey_digest(issuer, digest, $0, $1) }
    }

    private static func equals(
        _ text: Text?,
        _ hash: (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>) -> CInt
    ) -> Bool {
        var (bytes, count) = ([UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE)), UInt32(0))
        guard hash(&bytes, &count) == 1 else { return false }
        let expected = UnsafeBufferPointer(start: ASN1_STRING_get0_data(text), count: Int(ASN1_STRING_length(text)))
        return bytes[..<Int(count)].elementsEqual(expected)
    }

    private static func status(_ single: OpaquePointer, at time: Int, _ tolerance: Int) -> CertificateStatus {
        var (begin, end): (Text?, Text?) = (nil, nil)
        let word = OCSP_single_get0_status(single, nil, nil, &begin, &end)
        // However old that word is.
        if word == V_OCSP_CERTSTATUS_REVOKED { return .revoked }
        guard compare(begin, time + tolerance) == .earlier else { return .outdated }
        // "If nextUpdate is not set, the responder is indicating that newer revocation information is available all the time"
        // (RFC 6960 §4.2.2.1): who keeps such a response could show it for ever.
        let rest = end.map { compare($0, time - tolerance) } ?? compare(begin, time - longestAge)
        guard rest == .later else { return .outdated }
        return word == V_OCSP_CERTSTATUS_GOOD ? .good : .unknown
    }

    private enum Order { case earlier, later }

    /// - Returns: `nil` for a moment that is malformed, and so neither.
    private static func compare(_ moment: Text?, _ time: Int) -> Order? {
        var time: time_t = time
        return switch X509_cmp_time(moment, &time) {
        case -1: .earlier
        case 1: .later
        default: nil
        }
    }
}
