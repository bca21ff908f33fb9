import COpenSSL

@testable import TLS

/// OCSP responses, however broken: those that can be read are kept as they came, and have no trusted signature.
func fuzzOCSP(_ input: Input) -> CInt {
    let bytes = Array(input.bytes)
    guard let response = OCSPResponse(parsing: bytes) else { return 0 }
    require(response.bytes == bytes, "another response")
    require(OCSPResponse(parsing: bytes + [0]) == nil, "a response with something behind it")
    let certificate = certificate(5)
    defer { X509_free(certificate) }
    // Before, within and after the time of the responses in the corpus, 22 and 23 November 2026.
    for time in [0, 1_795_392_000, 4_000_000_000] {
        _ = response.status(of: certificate, issuer: nil, at: time, tolerance: 300)
        require(response.status(of: certificate, issuer: certificate, at: time) == .foreign, "a key that is not there")
    }
    checkSignature(response)
    return 0
}

/// A certificate with this number, issued by the authority of the responses in the corpus.
private func certificate(_ number: Int) -> OpaquePointer {
    guard let certificate = X509_new() else { fatalError("no memory") }
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), number)
    X509_NAME_add_entry_by_txt(X509_get_issuer_name(certificate), "CN", MBSTRING_ASC | 1, "A", -1, -1, 0)
    return certificate
}

private func checkSignature(_ response: OCSPResponse) {
    guard let store = X509_STORE_new(), let chain = OPENSSL_sk_new_null() else { fatalError("no memory") }
    require(!response.isSigned(for: chain, trusting: store), "a signature without anyone to trust")
    OPENSSL_sk_free(chain)
    X509_STORE_free(store)
}
