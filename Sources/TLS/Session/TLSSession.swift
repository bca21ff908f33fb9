internal import COpenSSL
package import Frame
package import Queueing

/// One TLS connection without a socket: ciphertext in and out through memory, so that two sessions can talk to each other in a test.
package final class TLSSession {
    /// Ciphertext to be sent.
    package var output: ByteQueue { wire.output }
    private let ssl: OpaquePointer
    private let wire: TLSWire
    private let peer: String
    private let pins: [PublicKeyPin]
    /// The newest ticket that the server has given, to resume this session by.
    package private(set) var ticket: TLSTicket?
    private let asksForCertificate: Bool
    /// The server's certificate that was not good enough, and why.
    package private(set) var distrusted: (certificate: ServerCertificate, fault: CertificateFault)?
    /// What a server sends with its certificate to a client that asks.
    let staple: OCSPResponse?
    /// Why a client does not accept a server's certificate, whose chain and name are good.
    private var objection: CertificateStatus?

    /// The most plaintext that one record carries (RFC 8446 §5.1).
    package static let recordSize = 16_384

    /// Takes ownership of `ssl`.
    ///
    /// - Parameters:
    ///   - peer: a name for errors.
    ///   - pins: the public keys of which the peer must have one; none for any.
    ///   - asksForCertificate: whether this is a server that verifies the certificates of its clients.
    ///   - limit: what the peer may send in the handshake.
    ///   - staple: what a server sends with its certificate to a client that asks.
    init(
        owning ssl: OpaquePointer,
        peer: String,
        pins: [PublicKeyPin] = [],
        asksForCertificate: Bool = false,
        limit: HandshakeLimit,
        staple: OCSPResponse? = nil
    ) {
        self.ssl = ssl
        self.peer = peer
        self.pins = pins
        self.asksForCertificate = asksForCertificate
        self.staple = staple
        wire = TLSWire(limit)
        let bio = wire.makeBIO(for: ssl)
        SSL_set_bio(ssl, bio, bio)
        // Does not keep it alive: it owns what it is the owner of.
        _ = copenssl_set_owner(ssl, Unmanaged.passUnretained(self).toOpaque())
    }

    /// The session that owns `ssl`, for OpenSSL's callbacks.
    static func owner(of ssl: OpaquePointer) -> TLSSession? {
        copenssl_owner(ssl).map { Unmanaged<TLSSession>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The server has given a ticket.
    func received(_ ticket: TLSTicket) { self.ticket = ticket }

    /// A client does not accept the server's certificate, whose chain and name are good, for what its status is.
    func object(to certificate: OpaquePointer?, because status: CertificateStatus) {
        objection = status
        guard let certificate else { return }
        refused(certificate, status == .revoked ? .revoked : .other)
    }

    /// The server has shown a certificate that is not good enough.
    func refused(_ certificate: OpaquePointer, _ fault: CertificateFault) {
        distrusted = ServerCertificate(certificate).map { ($0, fault) }
    }

    /// Whether the handshake has resumed an earlier session.
    var isResumed: Bool { SSL_session_reused(ssl) == 1 }

    deinit { SSL_free(ssl) }

    /// Goes on with the handshake.
    ///
    /// - Parameter ciphertext: what has arrived, all of which is consumed or kept.
    /// - Returns: whether the handshake is complete. In either case ``output`` may have grown.
    package func handshake(_ ciphertext: UnsafeRawBufferPointer) throws(TransportError) -> Bool {
        ERR_clear_error()
        wire.offer(ciphertext)
        let result = SSL_do_handshake(ssl)
        wire.keepOffered()
        if result == 1 {
            wire.endHandshake()
            try checkPins()
            return true
        }
        guard copenssl_wants_read(ssl, result) != 0 else { throw handshakeFailure() }
        return false
    }

    /// What ``decrypt(_:into:)`` came to.
    package struct Decrypted {
        /// Bytes written to the buffer.
        package var count: Int
        /// Whether the peer has said that it will send no more (close_notify).
        package var isEnded = false
        /// Whether ciphertext is left that has not been looked at.
        package var isBehind = false
        /// Ciphertext that was read, in bytes.
        package var byteCount = 0
        /// Records that were read.
        package var recordCount = 0
    }

    /// Records that are decrypted before `isEnough` is asked.
    private static let batch = 16

    /// Decrypts `ciphertext`, and what was kept of earlier.
    ///
    /// - Parameters:
    ///   - plaintext: room for as many bytes as `ciphertext` has, and for two records more.
    ///   - isEnough: asked now and then whether to leave the rest for another call.
    /// - Throws: ``TransportError/protocolViolation(_:)``, for too many records without data, too.
    package func decrypt(
        _ ciphertext: UnsafeRawBufferPointer,
        into plaintext: UnsafeMutableRawBufferPointer,
        until isEnough: (Decrypted) -> Bool = { _ in false }
    ) throws(TransportError) -> Decrypted {
        ERR_clear_error()
        wire.offer(ciphertext)
        defer { wire.keepOffered() }
        let begin = (byteCount: wire.readCount, recordCount: wire.recordCount)
        var decrypted = Decrypted(count: 0)
        var result: CInt
        repeat {
            result = readBatch(into: plaintext, &decrypted)
            decrypted.byteCount = wire.readCount - begin.byteCount
            decrypted.recordCount = wire.recordCount - begin.recordCount
        } while result > 0 && decrypted.count < plaintext.count && !isEnough(decrypted)
        if result > 0 {
            decrypted.isBehind = true
        } else if copenssl_is_closed(ssl, result) != 0 {
            decrypted.isEnded = true
        } else if copenssl_wants_read(ssl, result) == 0 {
            throw readFailure()
        }
        return decrypted
    }

    /// - Returns: what OpenSSL has returned last: more than 0 if it may have more.
    private func readBatch(into plaintext: UnsafeMutableRawBufferPointer, _ decrypted: inout Decrypted) -> CInt {
        for _ in 0..<Self.batch where decrypted.count < plaintext.count {
            let room = UnsafeMutableRawBufferPointer(rebasing: plaintext[decrypted.count...])
            let result = SSL_read(ssl, room.baseAddress, CInt(clamping: room.count))
            guard result > 0 else { return result }
            wire.foundData()
            decrypted.count += Int(result)
        }
        return 1
    }

    /// Encrypts `plaintext` into ``output``, as one record if it fits in one.
    package func encrypt(_ plaintext: UnsafeRawBufferPointer) throws(TransportError) {
        ERR_clear_error()
        var rest = plaintext[...]
        while !rest.isEmpty {
            let chunk = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.recordSize))
            let result = SSL_write(ssl, chunk.baseAddress, CInt(chunk.count))
            guard result > 0 else { throw .protocolViolation("TLS: \(OpenSSLError.takeReason())") }
            rest = rest.dropFirst(Int(result))
        }
    }

    /// Says that we will send no more (RFC 8446 §6.1).
    package func finishSending() {
        SSL_shutdown(ssl)
        ERR_clear_error()
    }

    /// The protocol version and cipher agreed on, for the log.
    package var summary: String {
        "\(String(cString: SSL_get_version(ssl))) \(String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl))))"
    }

    /// What was agreed on, and with whom; of a client whose handshake is complete.
    package func securitySummary(trusting trust: ServerTrust) -> SecuritySummary {
        SecuritySummary(
            algorithms: summary,
            applicationProtocol: applicationProtocol,
            isResumed: isResumed,
            certificate: SSL_get0_peer_certificate(ssl).flatMap { ServerCertificate($0) },
            trust: trust,
            isPinned: !pins.isEmpty
        )
    }

    private var applicationProtocol: String? {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        return name.map { String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self) }
    }

    private func checkPins() throws(TransportError) {
        guard !pins.isEmpty else { return }
        guard let certificate = SSL_get0_peer_certificate(ssl), let pin = PublicKeyPin(of: certificate) else {
            throw .refused("'\(peer)' has shown no certificate to compare with the pinned keys")
        }
        guard pins.contains(where: { $0.matches(pin) }) else {
            refused(certificate, .notPinned)
            throw .refused("the certificate of '\(peer)' is not trusted: its key is not pinned, but \(pin)")
        }
    }

    /// What a client's certificate says, once it has shown one and it was found to be good.
    package var clientCertificate: PeerCertificate? {
        guard asksForCertificate, SSL_is_init_finished(ssl) == 1, SSL_get_verify_result(ssl) == X509_V_OK,
            let certificate = SSL_get0_peer_certificate(ssl)
        else { return nil }
        return PeerCertificate(certificate)
    }

    /// By TLS 1.3 a client hears only after its handshake that its certificate is not accepted.
    private func readFailure() -> TransportError {
        if let violation = wire.violation { return .protocolViolation("TLS: \(violation)") }
        let isRefusal = OpenSSLError.isCertificateRefused
        let reason = OpenSSLError.takeReason()
        return isRefusal
            ? .refused("\(peer) does not accept our certificate, or wants one: \(reason)")
            : .protocolViolation("TLS: \(reason)")
    }

    private func handshakeFailure() -> TransportError {
        if wire.violation != nil || OpenSSLError.isCertificateRefused { return readFailure() }
        if let objection { return untrusted(objection.sentence) }
        let verdict = SSL_get_verify_result(ssl)
        guard verdict == X509_V_OK else { return untrusted(CertificateFault.sentence(verdict, host: peer)) }
        return .unreachable("TLS with \(peer) failed: \(OpenSSLError.takeReason())")
    }

    private func untrusted(_ fault: String) -> TransportError {
        ERR_clear_error()
        return .refused("the certificate of '\(peer)' is not trusted: \(fault)")
    }
}
