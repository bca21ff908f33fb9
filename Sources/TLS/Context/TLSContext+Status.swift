internal import COpenSSL
internal import Glibc

// Stapling: the word of its authority that a certificate has not been revoked comes with the certificate, so that a client need ask
// nobody else, and nobody else learns where it goes (RFC 6066 §8).
extension TLSContext {
    /// How far a client's clock and a responder's may differ, in seconds.
    private static let tolerance = 300

    /// Has servers asked for a response, and looks into those that come.
    ///
    /// "Clients requesting an OCSP response and receiving an OCSP response in a CertificateStatus message MUST check the OCSP response
    /// and abort the handshake if the response is not satisfactory" (RFC 6066 §8).
    static func askForStatus(_ context: OpaquePointer) {
        copenssl_ask_for_status(context)
        copenssl_set_status_callback(context) { ssl, _ in
            guard let ssl, let session = TLSSession.owner(of: ssl) else { return 0 }
            let status = TLSContext.status(shownIn: ssl)
            guard status != .good else { return 1 }
            session.object(to: SSL_get0_peer_certificate(ssl), because: status)
            return 0
        }
    }

    /// Sends a response to clients that ask, where the session has one.
    static func giveStatus(_ context: OpaquePointer) {
        copenssl_set_status_callback(context) { ssl, _ in
            guard let ssl, let staple = TLSSession.owner(of: ssl)?.staple,
                copenssl_staple(ssl, staple.bytes, staple.bytes.count) == 1
            else { return SSL_TLSEXT_ERR_NOACK }
            return SSL_TLSEXT_ERR_OK
        }
    }

    /// What a server has shown about its certificate; `good` where it has shown nothing and need not.
    private static func status(shownIn ssl: OpaquePointer) -> CertificateStatus {
        // No certificate comes with a session that is resumed: it was looked at when the session began.
        guard SSL_session_reused(ssl) == 0, let certificate = SSL_get0_peer_certificate(ssl) else { return .good }
        var bytes: UnsafePointer<UInt8>?
        let count = copenssl_status(ssl, &bytes)
        guard count >= 0 else { return copenssl_demands_status(certificate) == 0 ? .good : .missing }
        guard let response = OCSPResponse(parsing: Array(UnsafeBufferPointer(start: bytes, count: count))) else {
            return .unreadable
        }
        guard let chain = SSL_get0_verified_chain(ssl), let store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl)),
            response.isSigned(for: chain, trusting: store)
        else { return .forged }
        // Who is trusted by himself has issued his own certificate.
        let issuer = copenssl_in_chain(chain, 1) ?? certificate
        return response.status(of: certificate, issuer: issuer, at: time(nil), tolerance: tolerance)
    }

    /// What a response says about the certificate that a server shows, whoever has signed it.
    static func status(
        in response: OCSPResponse?,
        of certificate: OpaquePointer,
        shownBy context: OpaquePointer
    ) -> CertificateStatus {
        guard let response else { return .unreadable }
        let next = copenssl_first_behind_own(context)
        let issuer = next.flatMap { X509_check_issued($0, certificate) == X509_V_OK ? $0 : nil }
        return response.status(of: certificate, issuer: issuer, at: time(nil))
    }
}
