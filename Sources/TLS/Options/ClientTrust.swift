internal import COpenSSL
package import Frame

/// Who may vouch for the clients of a server, by certificates that they show it.
///
/// A client that shows none is for the authenticator to judge; one that shows a bad one gets no further than its TLS handshake.
package struct ClientTrust: Sendable, Hashable {
    /// A PEM file with the authorities.
    package let authorities: String
    /// A PEM file with a list of revoked certificates of each authority; one that is missing or out of date lets nobody in.
    package let revocations: String?

    package init(authorities: String, revocations: String? = nil) {
        (self.authorities, self.revocations) = (authorities, revocations)
    }

    /// - Returns: `nil` if the parameters say nothing about clients' certificates.
    package init?(_ parameters: inout EndpointURI.Parameters) throws(EndpointURIError) {
        let revocations = try parameters.take(TLSParameters.clientcrl)
        guard let authorities = try parameters.take(TLSParameters.clientca) else {
            guard revocations == nil else { throw .missingPart("'clientca' parameter beside 'clientcrl'", of: "wss") }
            return nil
        }
        self.init(authorities: authorities, revocations: revocations)
    }

    /// Makes a server ask its clients for certificates.
    ///
    /// - Throws: ``TransportError/refused(_:)`` if a file cannot be read.
    func apply(to context: OpaquePointer) throws(TransportError) {
        ERR_clear_error()
        guard SSL_CTX_load_verify_locations(context, authorities, nil) == 1,
            let names = SSL_load_client_CA_file(authorities)
        else {
            throw .refused("cannot read clients' authorities from '\(authorities)': \(OpenSSLError.takeReason())")
        }
        // Clients with several certificates choose by the authorities' names; the context owns the list from here on.
        SSL_CTX_set_client_CA_list(context, names)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        // "Applications … must set the session id context" where clients are verified, SSL_CTX_set_session_id_context(3).
        let name = Array("etherws".utf8)
        SSL_CTX_set_session_id_context(context, name, UInt32(name.count))
        guard let revocations else { return }
        let store = SSL_CTX_get_cert_store(context)
        // Of this file lists alone: a certificate in it must not become an authority.
        let file = X509_STORE_add_lookup(store, X509_LOOKUP_file())
        guard X509_load_crl_file(file, revocations, X509_FILETYPE_PEM) > 0 else {
            throw .refused("cannot read revoked certificates from '\(revocations)': \(OpenSSLError.takeReason())")
        }
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
    }
}
