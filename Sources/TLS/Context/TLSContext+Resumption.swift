internal import COpenSSL

extension TLSContext {
    /// Lets clients resume sessions by tickets alone: nothing is kept for peers, who could make us keep thousands of sessions.
    ///
    /// Tickets are sealed with a key of the context, so that the context must not live for long.
    static func giveTickets(_ context: OpaquePointer) {
        _ = copenssl_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        SSL_CTX_set_num_tickets(context, 1)
        let name = Array("etherws".utf8)
        SSL_CTX_set_session_id_context(context, name, UInt32(name.count))
    }

    /// Lets nobody resume a session.
    static func keepNoSessions(_ context: OpaquePointer) {
        _ = copenssl_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        SSL_CTX_set_options(context, UInt64(copenssl_no_ticket()))
        SSL_CTX_set_num_tickets(context, 0)
    }

    /// Hands tickets from servers to the session that they came in.
    static func takeTickets(_ context: OpaquePointer) {
        _ = copenssl_set_session_cache_mode(context, Int(SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE))
        SSL_CTX_sess_set_new_cb(context) { ssl, session in
            // A copy: of a connection that breaks off, OpenSSL spoils the session itself.
            guard let ssl, let owner = TLSSession.owner(of: ssl), let copy = SSL_SESSION_dup(session) else { return 0 }
            owner.received(TLSTicket(owning: copy))
            return 0
        }
    }
}
