/// Peers in their handshake, in the order of their arrival: so many of one network, so many in all.
///
/// Where it is full the oldest goes, so that whoever only waits keeps nobody out. A peer that fills it by itself turns out its
/// own connections.
struct WaitingRoom<Guest> {
    private let capacity: Int
    private let capacityPerNetwork: Int
    /// Whoever comes through a proxy has no network until the proxy says so.
    private var guests: [Int: (guest: Guest, network: PeerNetwork?)] = [:]
    /// The guests of each network, oldest first.
    private var numbers: [PeerNetwork: [Int]] = [:]
    private var arrivals = 0
    /// Those who have done all that they have to, and wait for others.
    private var seated: [Int: (guest: Guest, network: PeerNetwork?)] = [:]

    init(capacity: Int, perNetwork capacityPerNetwork: Int) {
        self.capacity = capacity
        self.capacityPerNetwork = capacityPerNetwork
    }

    /// Everybody who is there.
    var everybody: [Guest] { guests.values.map(\.guest) + seated.values.map(\.guest) }

    /// Whether a guest is still there.
    func contains(_ number: Int) -> Bool { guests[number] != nil || seated[number] != nil }

    /// Lets a guest in.
    ///
    /// - Returns: its number, and who had to go for it.
    mutating func enter(_ guest: Guest, from network: PeerNetwork?) -> (number: Int, evicted: Guest?) {
        arrivals += 1
        return (arrivals, admit(guest, arrivals, from: network))
    }

    /// Gives a guest a seat who has done all that it has to, and waits for others: it takes no room, and is not turned out.
    mutating func seat(_ number: Int) {
        guard let (_, network) = guests[number], let guest = leave(number) else { return }
        seated[number] = (guest, network)
    }

    /// Takes the seat of a guest away again, who is the newest of those who stand then.
    ///
    /// - Returns: who had to go for it.
    mutating func unseat(_ number: Int) -> Guest? {
        guard let (guest, network) = seated.removeValue(forKey: number) else { return nil }
        return admit(guest, number, from: network)
    }

    private mutating func admit(_ guest: Guest, _ number: Int, from network: PeerNetwork?) -> Guest? {
        let evicted = oldestInTheWay(of: network).flatMap { leave($0) }
        guests[number] = (guest, network)
        if let network { numbers[network, default: []].append(number) }
        return evicted
    }

    /// Learns from which network a guest is that had none.
    ///
    /// - Returns: who had to go for it.
    mutating func name(_ number: Int, _ network: PeerNetwork) -> Guest? {
        guard guests[number] != nil, let guest = leave(number) else { return nil }
        return admit(guest, number, from: network)
    }

    /// Lets a guest out, who may have gone already.
    @discardableResult
    mutating func leave(_ number: Int) -> Guest? {
        guard let (guest, network) = guests.removeValue(forKey: number) else {
            return seated.removeValue(forKey: number)?.guest
        }
        guard let network else { return guest }
        numbers[network]?.removeAll { $0 == number }
        if numbers[network]?.isEmpty == true { numbers[network] = nil }
        return guest
    }

    private func oldestInTheWay(of network: PeerNetwork?) -> Int? {
        if let network, let own = numbers[network], own.count >= capacityPerNetwork { return own.first }
        return guests.count >= capacity ? guests.keys.min() : nil
    }
}
