import Frame

/// A number for whoever is behind a port, the same on all ports of one principal, or, where nobody has to prove who it is, of one host.
///
/// It is a hash of 64 bits with a key of the process's own: that two are alike by chance, or can be made so, is as likely as that
/// a key is guessed.
struct PeerMark: Hashable, BitwiseCopyable {
    private let rawValue: Int

    init(_ peer: Peer) {
        var hasher = Hasher()
        hasher.combine(peer.identity)
        rawValue = hasher.finalize()
    }
}
