/// What a TLS session of a client's came to.
package struct SecuritySummary: Sendable, Hashable {
    /// The version and cipher, such as `TLSv1.3 TLS_AES_256_GCM_SHA384`.
    package var algorithms: String
    /// What is spoken within, as agreed on by ALPN (RFC 7301); `nil` if the server does not say.
    package var applicationProtocol: String?
    /// Whether an earlier session was resumed, so that the certificate was not shown again.
    package var isResumed: Bool
    /// The server's certificate.
    package var certificate: ServerCertificate?
    /// Who vouches for it.
    package var trust: ServerTrust
    /// Whether its key is one that was named beforehand.
    package var isPinned: Bool

    /// Makes a summary of its parts.
    package init(
        algorithms: String,
        applicationProtocol: String? = nil,
        isResumed: Bool = false,
        certificate: ServerCertificate? = nil,
        trust: ServerTrust = .system,
        isPinned: Bool = false
    ) {
        self.algorithms = algorithms
        self.applicationProtocol = applicationProtocol
        self.isResumed = isResumed
        self.certificate = certificate
        self.trust = trust
        self.isPinned = isPinned
    }
}

/// What a client trusts.
package enum ServerTrust: Sendable, Hashable {
    /// The system's certificate authorities.
    case system
    /// The authorities in this PEM file, and no others.
    case file(String)
    /// Anybody: no protection against an impostor.
    case anybody
}
