internal import COpenSSL
package import Frame
internal import Linux

/// What the TLS sessions of one side have in common: certificates, trust, versions and ciphers.
///
/// `@unchecked`: OpenSSL counts the references of an `SSL_CTX` atomically, and nothing here changes one after `init`.
package final class TLSContext: @unchecked Sendable {
    private let context: OpaquePointer
    private let verifiesPeer: Bool
    private let pins: [PublicKeyPin]
    /// The authority's word on a server's certificate, and the file that it was looked for in.
    private let staple: (file: String, response: OCSPResponse?)?

    /// Makes the context of a client.
    ///
    /// - Throws: ``TransportError/refused(_:)`` if a file cannot be read, or a cipher is not known.
    package init(client options: TLSOptions) throws(TransportError) {
        context = try Self.makeContext(TLS_client_method(), options.policy)
        pins = options.pins
        staple = nil
        verifiesPeer = options.trust != .anybody
        Self.verifyServer(context, isRequired: verifiesPeer)
        Self.offerHTTP(context)
        Self.takeTickets(context)
        switch options.trust {
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
        if verifiesPeer { Self.askForStatus(context) }
        if let path = options.revocations { try Self.refuseRevoked(path, in: context) }
        if let identity = options.identity { try Self.use(identity, in: context) }
    }

    /// Makes the context of a server.
    ///
    /// - Parameters:
    ///   - identity: PEM files with the server's certificate, followed by the intermediate ones, and with its private key.
    ///   - clients: who may vouch for clients; `nil` asks them for no certificate.
    ///   - file: the file of an OCSP response about the certificate. What cannot be used is not sent: see ``statusNotice(_:)``.
    /// - Throws: ``TransportError/refused(_:)`` if a file cannot be read or the two do not belong together.
    package init(
        server identity: TLSOptions.Identity,
        policy: TLSPolicy = TLSPolicy(),
        clients: ClientTrust? = nil,
        staple file: String? = nil
    ) throws(TransportError) {
        context = try Self.makeContext(TLS_server_method(), policy)
        pins = []
        staple = file.map { ($0, OCSPResponse(file: $0)) }
        verifiesPeer = clients != nil
        Self.expectHTTP(context)
        if let clients {
            // Who resumes a session is not asked for a certificate again, which may have been revoked since.
            Self.keepNoSessions(context)
            copenssl_set_longest_certificates(context, HandshakeLimit.longestCertificates)
            try clients.apply(to: context)
        } else {
            Self.giveTickets(context)
        }
        Self.giveStatus(context)
        try Self.use(identity, in: context)
    }

    /// Shows a certificate to peers.
    private static func use(_ identity: TLSOptions.Identity, in context: OpaquePointer) throws(TransportError) {
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

    /// How long the server's certificate is still good.
    var certificateLife: CertificateLife? { SSL_CTX_get0_certificate(context).flatMap { CertificateLife($0) } }

    /// What a server's clients are sent with its certificate, if they ask: nothing that they could not use.
    private var usableStaple: OCSPResponse? { status == .good ? staple?.response : nil }

    /// What the operator should know about the OCSP response, or the lack of one.
    ///
    /// - Parameter file: the certificate's.
    func statusNotice(_ file: String) -> TransportNotice? {
        switch status {
        case .good: nil
        case .missing: .statusMissing(file)
        case .revoked, .unknown, .outdated, .foreign, .forged, .unreadable:
            staple.map { .statusUnusable($0.file, reason: status.clause) }
        }
    }

    private var status: CertificateStatus {
        guard let certificate = SSL_CTX_get0_certificate(context) else { return .good }
        guard let staple else { return copenssl_demands_status(certificate) == 0 ? .good : .missing }
        return Self.status(in: staple.response, of: certificate, shownBy: context)
    }

    /// Reads the revocation list of an authority, without which no certificate of that will be accepted.
    private static func refuseRevoked(_ path: String, in context: OpaquePointer) throws(TransportError) {
        let lookup = X509_STORE_add_lookup(SSL_CTX_get_cert_store(context), X509_LOOKUP_file())
        guard X509_load_crl_file(lookup, path, X509_FILETYPE_PEM) > 0 else {
            throw .refused("cannot read revoked certificates from '\(path)': \(OpenSSLError.takeReason())")
        }
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), UInt(X509_V_FLAG_CRL_CHECK))
    }

    deinit { SSL_CTX_free(context) }

    /// Begins a session in the role of a client.
    ///
    /// - Parameters:
    ///   - host: whom we mean to talk to: sent as SNI, and looked for in the certificate.
    ///   - ticket: what to resume an earlier session by, which had the same options.
    package func clientSession(host: String, resuming ticket: TLSTicket? = nil) throws(TransportError) -> TLSSession {
        let ssl = try makeSession()
        // Owns it from here on, whatever fails.
        let session = TLSSession(owning: ssl, peer: host, pins: pins, limit: .ofServer)
        SSL_set_connect_state(ssl)
        guard Self.expect(host, in: ssl) else {
            ERR_clear_error()
            throw .refused("'\(host)' is not a name that a certificate can be for")
        }
        // Where it does not fit, there is a full handshake.
        if let ticket { SSL_set_session(ssl, ticket.session) }
        return session
    }

    /// - Returns: whether the certificate will be compared with `host`: OpenSSL compares with nothing when it has not understood.
    private static func expect(_ host: String, in ssl: OpaquePointer) -> Bool {
        // To OpenSSL no name means any name, and a dot in front any name within.
        guard let first = host.utf8.first, first != UInt8(ascii: ".") else { return false }
        // RFC 6066 §3: literal addresses are not permitted in SNI.
        if IPAddress(host) != nil { return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1 }
        // RFC 9525 §2: the common name is not an identifier; OpenSSL would fall back to it.
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        return SSL_set1_host(ssl, host) == 1 && copenssl_set_server_name(ssl, host) == 1
    }

    /// Begins a session in the role of the server.
    package func serverSession(peer: String) throws(TransportError) -> TLSSession {
        try serverSession(peer: peer, stapling: usableStaple)
    }

    /// Begins a session in the role of the server.
    ///
    /// - Parameter staple: what to send with the certificate to clients that ask, however good it is.
    func serverSession(peer: String, stapling staple: OCSPResponse?) throws(TransportError) -> TLSSession {
        let ssl = try makeSession()
        SSL_set_accept_state(ssl)
        return TLSSession(
            owning: ssl,
            peer: peer,
            asksForCertificate: verifiesPeer,
            limit: .ofClient(showsCertificate: verifiesPeer),
            staple: staple
        )
    }

    private func makeSession() throws(TransportError) -> OpaquePointer {
        guard let ssl = SSL_new(context) else { throw .unreachable("TLS: \(OpenSSLError.takeReason())") }
        return ssl
    }

    private static func makeContext(
        _ method: OpaquePointer?,
        _ policy: TLSPolicy
    ) throws(TransportError) -> OpaquePointer {
        guard let context = SSL_CTX_new(method) else { throw .unreachable("TLS: \(OpenSSLError.takeReason())") }
        do throws(TransportError) {
            try policy.apply(to: context)
        } catch {
            SSL_CTX_free(context)
            throw error
        }
        // Idle sessions give their buffers back; a write may stop between records.
        _ = copenssl_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS) | Int(SSL_MODE_ENABLE_PARTIAL_WRITE))
        SSL_CTX_set_options(context, UInt64(copenssl_options()))
        return context
    }
}
