internal import COpenSSL

/// What a client needs to resume a session with a server (RFC 8446 §2.2): it spares both the certificates.
///
/// `@unchecked`: OpenSSL counts references atomically, and nothing changes a session that is kept.
package final class TLSTicket: @unchecked Sendable {
    package let session: OpaquePointer

    /// Takes ownership of a reference to `session`.
    package init(owning session: OpaquePointer) { self.session = session }

    deinit { SSL_SESSION_free(session) }
}
