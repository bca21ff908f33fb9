/// Seats of which no network can take all: it gets another one while it holds less than a share of those that are free.
///
/// So some always remain for the next network, however many hold seats: `n` networks with a share of 1 each hold 1/(n + 1), and as
/// much is free. (Dynamic thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6 (2), 1998.)
struct FairSeats {
    /// How much of the free seats a network may hold, in percent.
    struct Shares: Sendable {
        let host: Int
        let subnet: Int
        let site: Int
        /// What a network may hold even where its share is less, as long as seats are free.
        var least = 1

        fileprivate func percentage(of width: NestedNetworks.Width) -> Int {
            switch width {
            case .host: host
            case .subnet: subnet
            case .site: site
            }
        }
    }

    private let capacity: Int
    private let shares: Shares
    private var taken = NetworkTally()

    init(_ capacity: Int, shares: Shares) { (self.capacity, self.shares) = (capacity, shares) }

    /// How many are free.
    var free: Int { capacity - taken.total }

    /// How many a network holds.
    func count(of network: PeerNetwork) -> Int { taken.count(of: network) }

    /// Whether there is a seat for one more of these networks.
    func hasRoom(for networks: NestedNetworks) -> Bool {
        let free = free
        // From the widest on, where it is likeliest to fail.
        return free > 0
            && networks.levels.reversed().allSatisfy { level in
                let share = free * shares.percentage(of: level.width) / 100
                return taken.count(of: level.network) < max(share, shares.least)
            }
    }

    /// Takes a seat, if there is one.
    mutating func take(_ networks: NestedNetworks) -> Bool {
        guard hasRoom(for: networks) else { return false }
        taken.add(networks)
        return true
    }

    /// Gives a seat back that was taken.
    mutating func giveBack(_ networks: NestedNetworks) { taken.remove(networks) }
}
