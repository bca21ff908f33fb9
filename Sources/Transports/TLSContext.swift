internal import COpenSSL
internal import Frame

/// What the TLS sessions of one side have in common: certificates, trust, versions (TLS 1.2 and 1.3 only).
///
/// `@unchecked`: OpenSSL counts the references of an `SSL_CTX` atomically, and nothing here changes one after `init`.
final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer
    private let verifiesPeer: Bool

    /// What a client trusts.
    enum Trust: Sendable, Hashable {
        /// The system's certificate authorities.
        case system
        /// The authorities in this PEM file, and no others.
        case file(String)
        /// Anybody: no protection against an impostor.
        case anybody
    }

    /// Makes the context of a client.
    ///
    /// - Parameters:
    ///   - trust: whom to take a certificate from.
    ///   - identity: the certificate to show to a server that asks for one.
    /// - Throws: ``TransportError/refused(_:)`` if a file cannot be read.
    init(trusting trust: Trust, identity: WebSocketEndpoint.Identity? = nil) throws(TransportError) {
        context = try Self.makeContext(TLS_client_method())
        verifiesPeer = trust != .anybody
        SSL_CTX_set_verify(context, verifiesPeer ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
        switch trust {
        case .anybody: break
        case .system:
            guard SSL_CTX_set_default_verify_paths(context) == 1 else {
                throw .refused("cannot read the system's certificate authorities: \(OpenSSLError.takeReason())")
            }
        case .file(let path):
            guard SSL_CTX_load_verify_locations(context, path, nil) == 1 else {
                throw .refused("cannot read certificate authorities from '\(path)': \(OpenSSLError.takeReason())")
            }
        }
        if let identity { try Self.use(identity, in: context) }
    }

    /// Makes the context of a server.
    ///
    /// - Parameters:
    ///   - certificate: a PEM file with the server's certificate, followed by the intermediate ones.
    ///   - key: a PEM file with the private key of the first certificate.
    ///   - clients: who may vouch for clients; `nil` asks them for no certificate.
    /// - Throws: ``TransportError/refused(_:)`` if a file cannot be read or the two do not belong together.
    init(certificate: String, key: String, clients: ClientTrust? = nil) throws(TransportError) {
        context = try Self.makeContext(TLS_server_method())
        verifiesPeer = clients != nil
        Self.keepNoSessions(context)
        try clients?.apply(to: context)
        try Self.use(WebSocketEndpoint.Identity(certificate: certificate, key: key), in: context)
    }

    /// Shows a certificate to peers.
    private static func use(
        _ identity: WebSocketEndpoint.Identity,
        in context: OpaquePointer
    ) throws(TransportError) {
        let (certificate, key) = (identity.certificate, identity.key)
        // An encrypted key is an error: OpenSSL would ask for its password at the terminal, and the loop would wait.
        SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
        guard SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
            throw .refused("cannot read the certificate from '\(certificate)': \(OpenSSLError.takeReason())")
        }
        let keyFits = SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1
        guard keyFits || !OpenSSLError.isKeyMismatch else {
            throw .refused("the key in '\(key)' does not belong to the certificate in '\(certificate)'")
        }
        guard keyFits else { throw .refused("cannot read the key from '\(key)': \(OpenSSLError.takeReason())") }
    }

    deinit { SSL_CTX_free(context) }

    /// Begins a session in the role of a client.
    ///
    /// - Parameter host: whom we mean to talk to: sent as SNI, and looked for in the certificate.
    func clientSession(host: String) throws(TransportError) -> TLSSession {
        let ssl = try makeSession()
        // Owns it from here on, whatever fails.
        let session = TLSSession(owning: ssl, peer: host)
        SSL_set_connect_state(ssl)
        guard Self.expect(host, in: ssl) else {
            ERR_clear_error()
            throw .refused("'\(host)' is not a name that a certificate can be for")
        }
        return session
    }

    /// - Returns: whether the certificate will be compared with `host`: OpenSSL compares with nothing when it has not understood.
    private static func expect(_ host: String, in ssl: OpaquePointer) -> Bool {
        // To OpenSSL no name means any name, and a dot in front any name within.
        guard let first = host.utf8.first, first != UInt8(ascii: ".") else { return false }
        // RFC 6066 §3: literal addresses are not permitted in SNI.
        if Resolver.isNumeric(host) { return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1 }
        // RFC 9525 §2: the common name is not an identifier; OpenSSL would fall back to it.
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        return SSL_set1_host(ssl, host) == 1 && copenssl_set_server_name(ssl, host) == 1
    }

    /// Begins a session in the role of the server.
    func serverSession(peer: String) throws(TransportError) -> TLSSession {
        let ssl = try makeSession()
        SSL_set_accept_state(ssl)
        return TLSSession(owning: ssl, peer: peer, asksForCertificate: verifiesPeer)
    }

    private func makeSession() throws(TransportError) -> OpaquePointer {
        guard let ssl = SSL_new(context) else { throw .unreachable("TLS: \(OpenSSLError.takeReason())") }
        return ssl
    }

    /// A tunnel is opened once: nothing to resume is kept for peers, who could make us keep thousands of sessions, or sent to them,
    /// sealed with a key that would live as long as the process.
    private static func keepNoSessions(_ context: OpaquePointer) {
        _ = copenssl_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        SSL_CTX_set_options(context, UInt64(copenssl_no_ticket()))
        SSL_CTX_set_num_tickets(context, 0)
    }

    private static func makeContext(_ method: OpaquePointer?) throws(TransportError) -> OpaquePointer {
        guard let context = SSL_CTX_new(method) else { throw .unreachable("TLS: \(OpenSSLError.takeReason())") }
        _ = copenssl_set_min_version(context, TLS1_2_VERSION)
        // Idle sessions give their buffers back; a write may stop between records.
        _ = copenssl_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS) | Int(SSL_MODE_ENABLE_PARTIAL_WRITE))
        SSL_CTX_set_options(context, UInt64(copenssl_options()))
        return context
    }
}
