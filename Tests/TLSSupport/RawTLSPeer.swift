import COpenSSL
import Queueing
package import TLS

/// A TLS peer in memory that does what OpenSSL lets it do, also what a `TLSSession` would not.
package final class RawTLSPeer {
    package enum Role { case client, server }

    private let context: OpaquePointer
    private let ssl: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer

    package struct Failure: Error {
        package init() {}
    }

    /// Whether its handshake is complete.
    package var hasShakenHands: Bool { SSL_is_init_finished(ssl) == 1 }

    /// - Parameters:
    ///   - version: the newest that it speaks.
    ///   - groups: those for the exchange of keys, the best first, of which a client sends a key for the first.
    package init(_ role: Role, upTo version: CInt = TLS1_3_VERSION, groups: String? = nil) throws {
        guard let context = SSL_CTX_new(role == .client ? TLS_client_method() : TLS_server_method()),
            let ssl = Self.session(of: context, role, version, groups),
            let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem())
        else { throw Failure() }
        SSL_set_bio(ssl, incoming, outgoing)
        (self.context, self.ssl, self.incoming, self.outgoing) = (context, ssl, incoming, outgoing)
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    private static func session(
        of context: OpaquePointer, _ role: Role, _ version: CInt, _ groups: String?
    ) -> OpaquePointer? {
        _ = SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
        if let groups, copenssl_set_groups(context, groups) != 1 { return nil }
        guard role == .server else {
            let ssl = SSL_new(context)
            SSL_set_connect_state(ssl)
            return ssl
        }
        let identity = TestCertificate.localhost
        guard SSL_CTX_use_certificate_chain_file(context, identity.certificate) == 1,
            SSL_CTX_use_PrivateKey_file(context, identity.key, SSL_FILETYPE_PEM) == 1
        else { return nil }
        let ssl = SSL_new(context)
        SSL_set_accept_state(ssl)
        return ssl
    }

    /// Takes ciphertext, and goes on with whatever handshake is under way.
    package func receive(_ bytes: [UInt8]) {
        _ = BIO_write(incoming, bytes, CInt(bytes.count))
        _ = SSL_do_handshake(ssl)
        ERR_clear_error()
    }

    /// What it has to say.
    package func takeOutput() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(1, copenssl_bio_pending(outgoing)))
        let count = BIO_read(outgoing, &bytes, CInt(bytes.count))
        return Array(bytes.prefix(max(0, Int(count))))
    }

    /// Shakes hands with one of our sessions.
    package func shakeHands(with session: TLSSession) throws {
        var isDone = false
        for _ in 0..<20 where !(isDone && SSL_is_init_finished(ssl) == 1) {
            receive(Array(session.output.pending))
            session.output.removeAll()
            isDone = try takeOutput().withUnsafeBytes { try session.handshake($0) } || isDone
        }
        guard isDone else { throw Failure() }
    }

    /// One record with data, padded to a multiple of `block` bytes.
    package func data(_ bytes: [UInt8], paddedTo block: Int = 0) throws -> [UInt8] {
        guard SSL_set_block_padding(ssl, block) == 1, SSL_write(ssl, bytes, CInt(bytes.count)) == bytes.count else {
            throw Failure()
        }
        return takeOutput()
    }

    /// New keys, and again (RFC 8446 §4.6.3).
    package func keyUpdates(_ count: Int) throws -> [UInt8] {
        try (0..<count).flatMap { _ in
            guard SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED) == 1, SSL_do_handshake(ssl) == 1 else {
                throw Failure()
            }
            return takeOutput()
        }
    }

    /// Session tickets of a server, and more of them (RFC 8446 §4.6.1).
    package func tickets(_ count: Int) throws -> [UInt8] {
        try (0..<count).flatMap { _ in
            guard SSL_new_session_ticket(ssl) == 1, SSL_do_handshake(ssl) == 1 else { throw Failure() }
            return takeOutput()
        }
    }

    /// An attempt to negotiate anew, by TLS 1.2 (RFC 5246 §7.4.1.1).
    package func renegotiation() throws -> [UInt8] {
        guard SSL_renegotiate(ssl) == 1 else { throw Failure() }
        _ = SSL_do_handshake(ssl)
        ERR_clear_error()
        return takeOutput()
    }
}

extension TLSSession {
    /// A server's session for tests.
    package static func server() throws -> TLSSession {
        try TLSContext(server: TestCertificate.localhost.identity).serverSession(peer: "test")
    }

    /// A client's session for tests.
    package static func client() throws -> TLSSession {
        try TLSContext(client: .standard).clientSession(host: "localhost")
    }

    /// Decrypts `ciphertext`, all of it.
    package func decrypt(_ ciphertext: [UInt8]) throws -> (plaintext: [UInt8], decrypted: Decrypted) {
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count + 2 * Self.recordSize)
        let decrypted = try plaintext.withUnsafeMutableBytes { plaintext in
            try ciphertext.withUnsafeBytes { try decrypt($0, into: plaintext) }
        }
        return (Array(plaintext.prefix(decrypted.count)), decrypted)
    }
}
