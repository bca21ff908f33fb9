import Frame

/// A number for whoever is behind a port, the same on all ports of one principal, or, where nobody has to prove who it is, of one host.
///
/// It is a hash of 64 bits with a key of the process's own: that two are alike by chance, or can be made so, is as likely as that
/// a key is guessed.
struct PeerMark: Equatable, BitwiseCopyable {
    private let rawValue: Int

    /// Nobody's, and like no other.
    init(_ peer: Peer?) {
        var hasher = Hasher()
        hasher.combine(peer?.identity)
        rawValue = hasher.finalize()
    }

    /// Reads one that another switch of the stack has sent.
    init?(_ bytes: RawSpan) {
        guard bytes.byteCount == MemoryLayout<Int>.size else { return nil }
        rawValue = bytes.unsafeLoadUnaligned(as: Int.self)
    }

    /// Lends it to be sent.
    func withBytes(_ body: (RawSpan) -> Void) {
        Swift.withUnsafeBytes(of: rawValue) { body($0.bytes) }
    }
}
