/// How many of something each network holds, for networks within networks.
///
/// Pure. It remembers only networks that hold something: three at most for each thing that is held.
struct NetworkTally {
    private var entries: [PeerNetwork: Entry] = [:]
    /// The widest networks.
    private var sites: [PeerNetwork: Holding] = [:]
    private var additions = 0
    /// How many are held in all.
    private(set) var total = 0

    private struct Entry {
        var count = 0
        /// What the next narrower networks hold of it; kept here so that finding the most hashes nothing.
        var parts: [PeerNetwork: Holding] = [:]
    }

    fileprivate struct Holding {
        var count = 0
        /// When it began to hold something, counted in additions.
        let since: Int
    }

    /// How many a network holds.
    func count(of network: PeerNetwork) -> Int { entries[network]?.count ?? 0 }

    /// Counts one more, in each of the networks.
    mutating func add(_ networks: NestedNetworks) {
        additions += 1
        total += 1
        var part: PeerNetwork?
        for level in networks.levels {
            entries[level.network, default: Entry()].count += 1
            if let part { entries[level.network]?.parts[part, default: Holding(since: additions)].count += 1 }
            part = level.network
        }
        if let part { sites[part, default: Holding(since: additions)].count += 1 }
    }

    /// Counts one less that was counted by ``add(_:)``.
    mutating func remove(_ networks: NestedNetworks) {
        total -= 1
        var part: PeerNetwork?
        for level in networks.levels {
            if let part { entries[level.network]?.parts.takeOne(from: part) }
            entries[level.network]?.count -= 1
            if entries[level.network]?.count == 0 { entries[level.network] = nil }
            part = level.network
        }
        if let part { sites.takeOne(from: part) }
    }

    /// The network that holds the most: of the widest, then of those within it, and so on to a narrowest.
    ///
    /// Of those that hold equally much it is the one that has held something for longest.
    /// - Parameter network: to look within it alone; `nil` for all.
    /// - Returns: `nil` if nothing is held there.
    /// - Complexity: linear in how many networks hold something.
    func heaviest(within network: PeerNetwork? = nil) -> PeerNetwork? {
        guard var heaviest = network ?? heaviestSite, entries[heaviest] != nil else { return nil }
        while let part = entries[heaviest]?.parts.heaviest { heaviest = part }
        return heaviest
    }

    /// Of the widest networks, the one that holds the most.
    var heaviestSite: PeerNetwork? { sites.heaviest }
}

extension [PeerNetwork: NetworkTally.Holding] {
    fileprivate mutating func takeOne(from network: PeerNetwork) {
        self[network]?.count -= 1
        if self[network]?.count == 0 { self[network] = nil }
    }

    fileprivate var heaviest: PeerNetwork? {
        self.max { ($0.value.count, -$0.value.since) < ($1.value.count, -$1.value.since) }?.key
    }
}
