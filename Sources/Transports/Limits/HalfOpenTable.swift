/// Connections that have not completed their handshake, in the order of their arrival.
///
/// Where there is no room for another, one of the network that has the most goes: of the site, of the subnet within it, of the host within
/// that, its oldest. So a network that fills the table ends its own connections, and not those of others.
///
/// Pure.
struct HalfOpenTable<Connection: Sendable>: Sendable {
    private let capacity: Int
    private var entries: [Int: Entry] = [:]
    private var tally = NetworkTally()
    /// The connections of each narrowest network, oldest first.
    private var numbers: [PeerNetwork: [Int]] = [:]
    /// Those that a proxy has not named yet, oldest first.
    private var unnamed: [Int] = []
    private var arrivals = 0
    /// Those that have done all they have to, and wait for a decision.
    private var decided: [Int: Entry] = [:]

    private struct Entry: Sendable {
        let connection: Connection
        /// `nil` until a proxy says whose it is.
        let networks: NestedNetworks?
    }

    /// - Parameter capacity: the most of them; a host has an eighth of it, an IPv6 /56 a quarter, and a site a half.
    init(capacity: Int) { self.capacity = capacity }

    /// How many there are, without those that wait for a decision.
    var count: Int { entries.count }

    /// Whether a connection is still there.
    func contains(_ number: Int) -> Bool { entries[number] != nil || decided[number] != nil }

    /// The connection with this number, if it is still there.
    func connection(_ number: Int) -> Connection? { (entries[number] ?? decided[number])?.connection }

    /// Takes a connection in.
    ///
    /// - Returns: its number, and the connection that has to go for it.
    mutating func enter(_ connection: Connection, from networks: NestedNetworks?) -> (number: Int, evicted: Connection?)
    {
        arrivals += 1
        return (arrivals, insert(Entry(connection: connection, networks: networks), arrivals))
    }

    /// A connection has done all that it has to, and waits for a decision: until then it takes no room, and does not have to go.
    mutating func suspend(_ number: Int) {
        if let entry = remove(number) { decided[number] = entry }
    }

    /// The decision is there: the connection goes on, as the newest.
    ///
    /// - Returns: the connection that has to go for it.
    mutating func resume(_ number: Int) -> Connection? {
        decided.removeValue(forKey: number).flatMap { insert($0, number) }
    }

    /// A proxy has said whose a connection is.
    ///
    /// - Returns: the connection that has to go for it.
    mutating func name(_ number: Int, _ networks: NestedNetworks) -> Connection? {
        guard let entry = remove(number) else { return nil }
        return insert(Entry(connection: entry.connection, networks: networks), number)
    }

    /// Forgets a connection, which may have had to go already.
    mutating func leave(_ number: Int) {
        if remove(number) == nil { decided[number] = nil }
    }

    private mutating func insert(_ entry: Entry, _ number: Int) -> Connection? {
        let evicted = connectionInTheWay(of: entry.networks).flatMap { remove($0)?.connection }
        entries[number] = entry
        if let networks = entry.networks {
            tally.add(networks)
            numbers[networks.narrowest, default: []].append(number)
        } else {
            unnamed.append(number)
        }
        return evicted
    }

    private mutating func remove(_ number: Int) -> Entry? {
        guard let entry = entries.removeValue(forKey: number) else { return nil }
        guard let networks = entry.networks else {
            unnamed.removeAll { $0 == number }
            return entry
        }
        tally.remove(networks)
        numbers[networks.narrowest]?.removeAll { $0 == number }
        if numbers[networks.narrowest]?.isEmpty == true { numbers[networks.narrowest] = nil }
        return entry
    }

    private func connectionInTheWay(of networks: NestedNetworks?) -> Int? {
        for level in networks?.levels ?? [] where tally.count(of: level.network) >= limit(of: level.width) {
            return oldest(of: tally.heaviest(within: level.network))
        }
        guard entries.count >= capacity else { return nil }
        let heaviest = tally.heaviestSite
        return heaviest.map { tally.count(of: $0) } ?? 0 >= unnamed.count
            ? oldest(of: tally.heaviest(within: heaviest)) : unnamed.first
    }

    private func oldest(of network: PeerNetwork?) -> Int? { network.flatMap { numbers[$0]?.first } }

    private func limit(of width: NestedNetworks.Width) -> Int {
        switch width {
        case .host: max(capacity / 8, 1)
        case .subnet: max(capacity / 4, 1)
        case .site: max(capacity / 2, 1)
        }
    }
}
