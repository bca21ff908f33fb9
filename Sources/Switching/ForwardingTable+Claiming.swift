extension ForwardingTable {
    /// What came of a port's wish to have an address.
    enum Claim: Equatable {
        /// It had it already.
        case known
        /// It has it now.
        case added
        /// Nobody has it, for the table is full.
        case full
        /// The port has as many addresses as it may.
        case overLimit
        /// Another port has it, and has been heard from lately.
        case held(by: UInt32)
    }

    /// Remembers that an address is behind `port`, unless it is in use on another.
    ///
    /// - Parameter limit: the most addresses that the port may have.
    mutating func claim(_ key: AddressKey, on port: UInt32, limit: Int = .max, at time: Duration) -> Claim {
        let now = AgeingTick(time)
        var index = home(of: key)
        for _ in 0..<Self.probeLimit {
            let entry = entries[index]
            guard entry.key != key else {
                guard entry.port != port else {
                    entries[index].expiry = now.advanced(by: lifetime)
                    return .known
                }
                guard !entry.isAlive(at: now) else { return .held(by: entry.port) }
                guard population(of: port) < limit else { return .overLimit }
                assign(index, to: port)
                entries[index].expiry = now.advanced(by: lifetime)
                return .added
            }
            guard entry.key != .none else { break }
            index = (index + 1) & mask
        }
        guard population(of: port) < limit else { return .overLimit }
        return add(Entry(key: key, port: port, expiry: now.advanced(by: lifetime)), at: now) ? .added : .full
    }

    /// How many addresses are behind `port`, also those that have aged out and are not cleared away yet.
    func population(of port: UInt32) -> Int {
        Int(port) < populations.count ? populations[Int(port)] : 0
    }

    /// Begins to count the addresses behind a port.
    mutating func count(_ port: UInt32) {
        while populations.count <= Int(port) { populations.append(0) }
    }

    /// Clears away what has aged out behind `port`.
    ///
    /// Looks at every place: for once in a while, not for every frame.
    mutating func reclaim(_ port: UInt32, at time: Duration) {
        let now = AgeingTick(time)
        for index in entries.indices where entries[index].port == port && !entries[index].isAlive(at: now) {
            assign(index, to: Self.nowhere)
        }
    }

    /// Gives an entry to another port.
    mutating func assign(_ index: Int, to port: UInt32) {
        changePopulation(of: entries[index].port, by: -1)
        entries[index].port = port
        changePopulation(of: port, by: 1)
    }

    mutating func changePopulation(of port: UInt32, by change: Int) {
        if Int(port) < populations.count { populations[Int(port)] += change }
    }
}
