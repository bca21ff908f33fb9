internal import Frame

/// Credentials that were right before, by the network that they came from.
///
/// Whoever comes back with them is looked at even where somebody else of the same network, behind the same NAT, guesses passwords.
/// They are kept as hashes of 64 bits with a key of the process's own: a collision lets somebody guess once more, and no more.
struct Regulars {
    private let capacity: Int
    private var known: Set<Int> = []
    /// Oldest first.
    private var order: [Int] = []

    /// - Parameter capacity: the most that are remembered.
    init(capacity: Int) { self.capacity = capacity }

    func contains(_ credentials: Credentials, from network: PeerNetwork) -> Bool {
        known.contains(Self.hash(credentials, network))
    }

    mutating func remember(_ credentials: Credentials, from network: PeerNetwork) {
        let hash = Self.hash(credentials, network)
        guard known.insert(hash).inserted else { return }
        order.append(hash)
        if order.count > capacity { known.remove(order.removeFirst()) }
    }

    mutating func forget(_ credentials: Credentials, from network: PeerNetwork) {
        let hash = Self.hash(credentials, network)
        guard known.remove(hash) != nil else { return }
        order.removeAll { $0 == hash }
    }

    private static func hash(_ credentials: Credentials, _ network: PeerNetwork) -> Int {
        var hasher = Hasher()
        hasher.combine(network)
        hasher.combine(credentials.basic?.user)
        hasher.combine(credentials.basic?.password.reveal())
        hasher.combine(credentials.bearer?.reveal())
        return hasher.finalize()
    }
}
