internal import COpenSSL
internal import Glibc

/// Reads OpenSSL's queue of errors, which belongs to the calling thread.
enum OpenSSLError {
    /// What went wrong first, as OpenSSL says it, and empties the queue: what is behind it in the queue follows from it.
    static func takeReason() -> String {
        defer { ERR_clear_error() }
        let code = ERR_peek_error()
        guard code != 0 else { return "unexpected end" }
        // Errors of the system carry errno instead of a reason of OpenSSL's.
        guard let reason = ERR_reason_error_string(code) else {
            return String(cString: strerror(CInt(truncatingIfNeeded: code & 0x7fff_ffff)))
        }
        return String(cString: reason)
    }

    /// Whether what went wrong first is that the peer does not accept our certificate, or the lack of one.
    static var isCertificateRefused: Bool { copenssl_is_certificate_refused(ERR_peek_error()) != 0 }

    /// Whether what went wrong last is that a private key belongs to another certificate.
    static var isKeyMismatch: Bool {
        let code = ERR_peek_last_error()
        let isMismatch = copenssl_is_key_mismatch(code) != 0
        if isMismatch { ERR_clear_error() }
        return isMismatch
    }
}
