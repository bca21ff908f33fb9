import COpenSSL
import Glibc
import Linux

/// A certificate with its key, made on the spot, in PEM files that are removed with it.
package final class TestCertificate: Sendable {
    package let certificate: String
    package let key: String
    package let serial = Int.random(in: 1...1_000_000)
    private let x509: SendablePointer
    private let privateKey: SendablePointer

    /// OpenSSL's reference counts are atomic, and nothing is changed after `init`.
    private struct SendablePointer: @unchecked Sendable { let pointer: OpaquePointer? }

    /// - Parameters:
    ///   - names: the subjectAltName extension, such as `DNS:localhost,IP:127.0.0.1`; `nil` for a certificate authority.
    ///   - days: from when to when it is valid, relative to now.
    ///   - extensions: further ones, by their NIDs, as openssl.cnf has them.
    ///   - password: what the key is encrypted with, if anything.
    ///   - curve: of the key, by its NID.
    package init(
        commonName: String = "test",
        names: String?,
        days: ClosedRange<Int> = -1...1,
        signedBy authority: TestCertificate? = nil,
        extensions: [(CInt, String)] = [],
        password: String? = nil,
        curve: CInt = NID_X9_62_prime256v1
    ) {
        let pair = Self.makeKey(curve)
        let x509 = X509_new()
        X509_set_version(x509, 2)
        ASN1_INTEGER_set(X509_get_serialNumber(x509), serial)
        X509_gmtime_adj(X509_getm_notBefore(x509), days.lowerBound * 86_400)
        X509_gmtime_adj(X509_getm_notAfter(x509), days.upperBound * 86_400)
        X509_set_pubkey(x509, pair)
        let subject = X509_get_subject_name(x509)
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, commonName, -1, -1, 0)
        X509_set_issuer_name(x509, authority.map { X509_get_subject_name($0.x509.pointer) } ?? subject)
        if let names {
            Self.add(NID_subject_alt_name, names, to: x509)
        } else {
            Self.add(NID_basic_constraints, "critical,CA:TRUE", to: x509)
        }
        for (identifier, value) in extensions { Self.add(identifier, value, to: x509) }
        X509_sign(x509, authority?.privateKey.pointer ?? pair, EVP_sha256())
        (self.x509, privateKey) = (SendablePointer(pointer: x509), SendablePointer(pointer: pair))
        (certificate, key) = (Self.path("certificate"), Self.path("key"))
        Self.write(to: certificate) { PEM_write_bio_X509($0, x509) }
        Self.write(to: key) { file in
            let bytes = Array((password ?? "").utf8)
            return PEM_write_bio_PrivateKey(
                file, pair, password == nil ? nil : EVP_aes_128_cbc(), bytes, CInt(bytes.count), nil, nil)
        }
    }

    deinit {
        unlink(certificate)
        unlink(key)
        X509_free(x509.pointer)
        EVP_PKEY_free(privateKey.pointer)
    }

    package static let authority = TestCertificate(commonName: "test authority", names: nil)
    package static let localhost = TestCertificate(names: "DNS:localhost,IP:127.0.0.1,IP:::1", signedBy: authority)

    /// A list of what this authority has revoked, which is nothing, in a PEM file.
    package func makeRevocationList() -> String {
        let list = X509_CRL_new()
        defer { X509_CRL_free(list) }
        X509_CRL_set_version(list, 1)
        X509_CRL_set_issuer_name(list, X509_get_subject_name(x509.pointer))
        X509_CRL_set1_lastUpdate(list, X509_get0_notBefore(x509.pointer))
        X509_CRL_set1_nextUpdate(list, X509_get0_notAfter(x509.pointer))
        X509_CRL_sign(list, privateKey.pointer, EVP_sha256())
        let path = Self.path("revocations")
        Self.write(to: path) { PEM_write_bio_X509_CRL($0, list) }
        return path
    }

    private static func makeKey(_ curve: CInt) -> OpaquePointer? {
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil)
        defer { EVP_PKEY_CTX_free(context) }
        EVP_PKEY_keygen_init(context)
        EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, curve)
        var pair: OpaquePointer?
        EVP_PKEY_keygen(context, &pair)
        return pair
    }

    private static func add(_ identifier: CInt, _ value: String, to x509: OpaquePointer?) {
        let part = X509V3_EXT_conf_nid(nil, nil, identifier, value)
        X509_add_ext(x509, part, -1)
        X509_EXTENSION_free(part)
    }

    private static func path(_ kind: String) -> String {
        let path = "/tmp/etherws-test-\(getpid())-\(UInt64.random(in: 0 ... .max))-\(kind).pem"
        leftovers.withLock { $0.append(path) }
        return path
    }

    /// Removed at the end of the process, as the certificates that all tests share are never freed.
    private static let leftovers: Locked<[String]> = {
        atexit { TestCertificate.leftovers.withLock { for path in $0 { unlink(path) } } }
        return Locked([])
    }()

    private static func write(to path: String, _ body: (OpaquePointer?) -> CInt) {
        let file = BIO_new_file(path, "w")
        _ = body(file)
        BIO_free(file)
    }
}
