import Frame

/// A number for whoever is behind a port, the same on all ports of one principal, or, where nobody has to prove who it is, of one host.
///
/// It is a hash of 64 bits with a key of the process's own: that two are alike by chance, or can be made so, is as likely as that
/// a key is guessed.
struct PeerMark: Hashable, BitwiseCopyable {
    private let rawValue: Int

    init(_ peer: Peer) {
        var hasher = Hasher()
        if let principal = peer.principal {
            hasher.combine(0)
            hasher.combine(principal)
        } else {
            hasher.combine(1)
            hasher.combine(peer.address.lastIndex(of: ":").map { peer.address[..<$0] } ?? peer.address[...])
        }
        rawValue = hasher.finalize()
    }
}
