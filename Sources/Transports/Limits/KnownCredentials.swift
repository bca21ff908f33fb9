internal import Frame

/// Credentials that were right lately, by the network of the host that they came from.
///
/// Who comes back with them is looked at even where others guess passwords, in the same network or everywhere. They are kept as hashes of
/// 64 bits with a key of the process's own: a collision lets one guess be made more, and that is all.
///
/// Pure. Of one principal only a few are kept, so that one user cannot have all others forgotten.
struct KnownCredentials {
    private let capacity: Int
    private let capacityPerPrincipal: Int
    private var owners: [Int: Principal] = [:]
    private var ofPrincipals: [Principal: [Int]] = [:]
    /// Those that were right longest ago first.
    private var order: [Int] = []

    /// - Parameters:
    ///   - capacity: the most that are remembered.
    ///   - capacityPerPrincipal: the most of them that are one principal's.
    init(capacity: Int, perPrincipal capacityPerPrincipal: Int) {
        (self.capacity, self.capacityPerPrincipal) = (capacity, capacityPerPrincipal)
    }

    /// How many are remembered.
    var count: Int { order.count }

    func contains(_ credentials: Credentials, from network: PeerNetwork) -> Bool {
        owners[Self.hash(credentials, network)] != nil
    }

    mutating func remember(_ credentials: Credentials, from network: PeerNetwork, as principal: Principal) {
        let hash = Self.hash(credentials, network)
        forget(hash)
        if let own = ofPrincipals[principal], own.count >= capacityPerPrincipal {
            own.first.map { forget($0) }
        } else if order.count >= capacity {
            order.first.map { forget($0) }
        }
        owners[hash] = principal
        ofPrincipals[principal, default: []].append(hash)
        order.append(hash)
    }

    mutating func forget(_ credentials: Credentials, from network: PeerNetwork) {
        forget(Self.hash(credentials, network))
    }

    private mutating func forget(_ hash: Int) {
        guard let principal = owners.removeValue(forKey: hash) else { return }
        order.removeAll { $0 == hash }
        ofPrincipals[principal]?.removeAll { $0 == hash }
        if ofPrincipals[principal]?.isEmpty == true { ofPrincipals[principal] = nil }
    }

    private static func hash(_ credentials: Credentials, _ network: PeerNetwork) -> Int {
        var hasher = Hasher()
        hasher.combine(network)
        // By their bytes: the hash of a text takes its normal form, which takes longer for what a peer may send.
        for text in [credentials.basic?.user, credentials.basic?.password.reveal(), credentials.bearer?.reveal()] {
            hasher.combine(text.map { Array($0.utf8) })
        }
        return hasher.finalize()
    }
}
