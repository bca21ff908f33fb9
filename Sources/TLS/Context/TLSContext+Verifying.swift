internal import COpenSSL

extension TLSContext {
    /// Has a client verify its server's certificate, or go on whatever it is.
    static func verifyServer(_ context: OpaquePointer, isRequired: Bool) {
        // Nobody asks what is wrong with a certificate where any will do.
        guard isRequired else { return SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nil) }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER) { isGood, verification in
            if isGood == 0, let verification { TLSContext.tellOwner(of: verification) }
            return isGood
        }
    }

    /// Shows the session a certificate that is not good enough, because OpenSSL forgets it when the handshake fails.
    fileprivate static func tellOwner(of verification: OpaquePointer) {
        let ssl = X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx())
        guard let ssl, let certificate = X509_STORE_CTX_get0_cert(verification) else { return }
        let fault = CertificateFault(X509_STORE_CTX_get_error(verification))
        TLSSession.owner(of: OpaquePointer(ssl))?.refused(certificate, fault)
    }
}
