internal import COpenSSL

/// What is wrong with a peer's certificate, by what is to be done about it.
package enum CertificateFault: Sendable, Hashable {
    /// Nobody who is trusted has signed it.
    case unknownAuthority
    /// It is for another host.
    case otherHost
    /// It has expired.
    case expired
    /// It is not valid yet.
    case notYetValid
    /// Its authority has revoked it.
    case revoked
    /// Its key is none of those that were named beforehand.
    case notPinned
    /// Something else: the error has the words.
    case other

    /// Sorts the verdict of OpenSSL.
    init(_ verdict: CInt) {
        self =
            switch verdict {
            case X509_V_ERR_CERT_HAS_EXPIRED: .expired
            case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .otherHost
            case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
                X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
                X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
                .unknownAuthority
            case X509_V_ERR_CERT_REVOKED: .revoked
            default: .other
            }
    }

    /// A sentence for the verdict of `SSL_get_verify_result`.
    ///
    /// - Parameter host: whom the certificate should be for.
    static func sentence(_ verdict: Int, host: String) -> String {
        switch CInt(truncatingIfNeeded: verdict) {
        case X509_V_ERR_CERT_HAS_EXPIRED: "it has expired"
        case X509_V_ERR_CERT_NOT_YET_VALID: "it is not valid yet, or the clock of this host is wrong"
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: "it is not valid for \(host)"
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: "it is self-signed; trust it with --cacerts, or --insecure --pin"
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
            "its authority is not known here"
        case X509_V_ERR_CERT_REVOKED: "it has been revoked"
        case X509_V_ERR_UNABLE_TO_GET_CRL: "the revocation list is not of its authority"
        case X509_V_ERR_CRL_HAS_EXPIRED: "the revocation list is too old"
        case X509_V_ERR_CRL_SIGNATURE_FAILURE: "the revocation list is not signed by its authority"
        case X509_V_ERR_EE_KEY_TOO_SMALL: "its key is too weak"
        case X509_V_ERR_CA_KEY_TOO_SMALL: "the key of its authority is too weak"
        case X509_V_ERR_CA_MD_TOO_WEAK: "its signature is too weak"
        case X509_V_ERR_INVALID_PURPOSE: "it is not for servers"
        default: String(cString: X509_verify_cert_error_string(verdict))
        }
    }
}
