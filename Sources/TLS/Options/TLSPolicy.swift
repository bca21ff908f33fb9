internal import COpenSSL
internal import Frame

/// Which versions and ciphers of TLS are good enough.
package struct TLSPolicy: Sendable, Hashable {
    /// The oldest version.
    var minimum = TLSVersion.tls12
    /// The ciphers, by the names that OpenSSL knows them by, between colons; `nil` for the standard ones.
    ///
    /// Those whose names begin with `TLS_` are of TLS 1.3, the others of TLS 1.2; a version of which none is named keeps its own.
    var ciphers: String?

    /// Those of TLS 1.2 with forward secrecy and authenticated encryption.
    ///
    /// All of TLS 1.3 have both.
    private static let standard = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// The groups for the exchange of keys, the best first; the first list for an OpenSSL that knows of quantum computers.
    private static let groups = ["X25519MLKEM768:X25519:P-256:P-384", "X25519:P-256:P-384"]

    package init() {}

    /// Asks OpenSSL about the ciphers at once: one that it does not know is a slip of the pen, to be told before anything is opened.
    init(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        minimum = try parameters.take(TLSParameters.minimum)
        ciphers = try parameters.take(TLSParameters.ciphers)
        if let ciphers, !isPossible { throw .invalidParameter("tls-ciphers", value: ciphers) }
    }

    private var isPossible: Bool {
        guard let context = SSL_CTX_new(TLS_method()) else { return false }
        defer { SSL_CTX_free(context) }
        return (try? apply(to: context)) != nil
    }

    /// Tells OpenSSL.
    ///
    /// - Throws: ``TransportError/refused(_:)`` for ciphers that it does not know.
    func apply(to context: OpaquePointer) throws(TransportError) {
        _ = copenssl_set_min_version(context, minimum.number)
        // 112 bits: no RSA under 2,048 bits, no SHA-1 in a signature; whatever openssl.cnf says.
        SSL_CTX_set_security_level(context, 2)
        _ = Self.groups.first { copenssl_set_groups(context, $0) == 1 }
        ERR_clear_error()
        let names = ciphers?.unicodeScalars.split(separator: ":").map { String($0) } ?? []
        let suites = names.filter { $0.hasPrefix("TLS_") }
        let others = names.filter { !$0.hasPrefix("TLS_") }
        let list = others.isEmpty ? Self.standard : others.joined(separator: ":")
        guard SSL_CTX_set_cipher_list(context, list) == 1 else { throw Self.unknown(list) }
        guard !suites.isEmpty else { return }
        let joined = suites.joined(separator: ":")
        guard SSL_CTX_set_ciphersuites(context, joined) == 1 else { throw Self.unknown(joined) }
    }

    private static func unknown(_ list: String) -> TransportError {
        .refused(
            "OpenSSL knows no such ciphers, or thinks none of them good enough: '\(list)'; \(OpenSSLError.takeReason())"
        )
    }
}
