internal import COpenSSL
internal import Queueing

/// The two directions of ciphertext of a ``TLSSession``, and the BIO through which OpenSSL reaches them.
///
/// Incoming ciphertext is read where the socket left it: only what OpenSSL has not consumed is kept. OpenSSL reads the five bytes of a
/// record's header, then its body, so that it is here that records are counted, and where a peer that sends too much of nothing is stopped.
final class TLSWire {
    /// Ciphertext to be sent.
    ///
    /// Larger than all that a session encrypts before it looks whether the socket takes it.
    let output = ByteQueue(limit: 4 * 1024 * 1024)
    private let kept = ByteQueue(limit: 1024 * 1024)
    // Touched for every record; no access is under way while other code is called.
    @exclusivity(unchecked) private var offered = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Ciphertext that OpenSSL has read so far, in bytes.
    @exclusivity(unchecked) private(set) var readCount = 0
    /// Why OpenSSL is given nothing more to read.
    @exclusivity(unchecked) private(set) var violation: TLSViolation?
    /// What the peer may still send in the handshake; `nil` once that is over.
    @exclusivity(unchecked) private var handshake: HandshakeLimit?
    @exclusivity(unchecked) private var records = DatalessRecords()
    /// Whether OpenSSL reads a record's body next, and not a header.
    @exclusivity(unchecked) private var isInBody = false
    /// The session whose wire this is, which outlives its BIO.
    private var ssl: OpaquePointer?

    init(_ handshake: HandshakeLimit) { self.handshake = handshake }

    /// Records that OpenSSL has begun to read since the handshake.
    var recordCount: Int { records.count }

    /// Lends ciphertext that has arrived, until ``keepOffered()``.
    func offer(_ ciphertext: UnsafeRawBufferPointer) { offered = ciphertext }

    /// Ends the loan: copies what has not been read.
    func keepOffered() {
        _ = kept.append(offered)
        offered = UnsafeRawBufferPointer(start: nil, count: 0)
        kept.trim()
    }

    /// The handshake is complete: OpenSSL has read its last record, and what follows is counted otherwise.
    func endHandshake() {
        guard handshake != nil else { return }
        (handshake, isInBody) = (nil, false)
    }

    /// The newest record was one with data.
    func foundData() { records.foundData() }

    /// Makes the BIO that reads and writes here, for `ssl`.
    ///
    /// It does not keep this object alive: the session does.
    func makeBIO(for ssl: OpaquePointer) -> OpaquePointer? {
        self.ssl = ssl
        let bio = BIO_new(Self.method)
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    /// - Returns: how many bytes there were; `nil` if OpenSSL may not go on.
    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        let source = kept.isEmpty ? offered : kept.pending
        let bytes = UnsafeRawBufferPointer(rebasing: source.prefix(buffer.count))
        if violation == nil { violation = violation(by: bytes, isAllAskedFor: bytes.count == buffer.count) }
        guard violation == nil else { return nil }
        buffer.copyMemory(from: bytes)
        if kept.isEmpty {
            offered = UnsafeRawBufferPointer(rebasing: offered.dropFirst(bytes.count))
        } else {
            kept.consume(bytes.count)
        }
        readCount += bytes.count
        return bytes.count
    }

    private func violation(by bytes: UnsafeRawBufferPointer, isAllAskedFor: Bool) -> TLSViolation? {
        guard handshake == nil else {
            return handshake?.violation(by: bytes) { SSL_version(ssl) == TLS1_2_VERSION }
        }
        guard isAllAskedFor else { return nil }
        isInBody.toggle()
        return !isInBody || records.begin() ? nil : .recordsWithoutData(DatalessRecords.limit)
    }

    /// Immutable once made, and OpenSSL only reads it.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "etherws")
        BIO_meth_set_read(method) { bio, buffer, count in
            guard let bio, let buffer, let wire = TLSWire.of(bio) else { return -1 }
            copenssl_bio_clear_retry(bio)
            guard let moved = wire.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))) else {
                return -1
            }
            if moved == 0 { copenssl_bio_retry_read(bio) }
            return moved == 0 ? -1 : CInt(moved)
        }
        BIO_meth_set_write(method) { bio, bytes, count in
            guard let bio, let wire = TLSWire.of(bio) else { return -1 }
            return wire.output.append(UnsafeRawBufferPointer(start: bytes, count: Int(count))) ? count : -1
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()

    private static func of(_ bio: OpaquePointer) -> TLSWire? {
        BIO_get_data(bio).map { Unmanaged<TLSWire>.fromOpaque($0).takeUnretainedValue() }
    }
}
