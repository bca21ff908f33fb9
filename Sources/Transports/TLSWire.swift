internal import COpenSSL

/// The two directions of ciphertext of a ``TLSSession``, and the BIO through which OpenSSL reaches them.
///
/// Incoming ciphertext is read where the socket left it: only what OpenSSL has not consumed is kept.
final class TLSWire {
    /// Ciphertext to be sent.
    ///
    /// Larger than all that a session encrypts before it looks whether the socket takes it.
    let output = ByteQueue(limit: 4 * 1024 * 1024)
    private let kept = ByteQueue(limit: 1024 * 1024)
    private var offered = UnsafeRawBufferPointer(start: nil, count: 0)

    /// Lends ciphertext that has arrived, until ``keepOffered()``.
    func offer(_ ciphertext: UnsafeRawBufferPointer) { offered = ciphertext }

    /// Ends the loan: copies what has not been read.
    func keepOffered() {
        _ = kept.append(offered)
        offered = UnsafeRawBufferPointer(start: nil, count: 0)
        kept.trim()
    }

    /// Makes the BIO that reads and writes here.
    ///
    /// It does not keep this object alive: the session does.
    func makeBIO() -> OpaquePointer? {
        let bio = BIO_new(Self.method)
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let source = kept.isEmpty ? offered : kept.pending
        let count = min(buffer.count, source.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(count)))
        if kept.isEmpty {
            offered = UnsafeRawBufferPointer(rebasing: offered.dropFirst(count))
        } else {
            kept.consume(count)
        }
        return count
    }

    /// Immutable once made, and OpenSSL only reads it.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "etherws")
        BIO_meth_set_read(method) { bio, buffer, count in
            guard let bio, let buffer, let wire = TLSWire.of(bio) else { return -1 }
            copenssl_bio_clear_retry(bio)
            let moved = wire.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
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
