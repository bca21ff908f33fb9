extension ForwardingTable {
    /// The places that are looked at for an address to give up, when one wants in and the table is full.
    static let searchLength = 128

    /// Adds an address that is not in the table, if there is room, or some is made.
    ///
    /// - Parameter limit: the most addresses that the port's account may have.
    /// - Returns: ``Claim/added``, ``Claim/full`` or ``Claim/overLimit``.
    mutating func add(_ key: AddressKey, on port: UInt32, limit: Int, at now: AgeingTick) -> Claim {
        sweep(at: now)
        let holder = holders.number(of: port)
        guard count < capacity || capacity > 0 && makeRoom(for: holder, at: now) else { return .full }
        guard holders.enter(port, limit: limit) else { return .overLimit }
        guard insert(Entry(key: key, port: port, expiry: now.advanced(by: lifetime))) else {
            holders.leave(port)
            return .full
        }
        count += 1
        return .added
    }

    /// Puts an entry at the first free place, if one is near.
    mutating func insert(_ entry: Entry) -> Bool {
        var index = home(of: entry.key)
        for _ in 0..<Self.probeLimit {
            guard entries[index].key != .none else {
                entries[index] = entry
                return true
            }
            index = (index + 1) & mask
        }
        return false
    }

    /// Forgets an address, if it is behind `trunk`.
    mutating func forget(_ key: AddressKey, behind trunk: UInt32) {
        // It only loses its port, as below.
        guard let index = index(of: key), Trunk.isSame(entries[index].port, trunk) else { return }
        assign(index, to: Self.nowhere)
    }

    /// Forgets all addresses behind `port`.
    ///
    /// Looks at every place: for when a port goes, not for when a frame comes.
    package mutating func forget(_ port: UInt32) {
        // They only lose their port here, and are cleared away like what has aged out: removing them would move others.
        for index in entries.indices where entries[index].port == port { assign(index, to: Self.nowhere) }
    }

    /// The addresses known at `time`.
    ///
    /// Looks at every place.
    package func addressCount(at time: Duration) -> Int {
        let now = AgeingTick(time)
        return entries.count { $0.isAlive(at: now) && !$0.key.isOfAnyVLAN }
    }

    /// Gives up an address of a holder that has more than the holder that wants one.
    private mutating func makeRoom(for holder: UInt32, at now: AgeingTick) -> Bool {
        // Else a flood of addresses would have the same places looked at again and again.
        guard !holders.isRefused(holder, at: now) else { return false }
        guard let index = dispensable(for: holder, at: now) else {
            holders.refuse(holder, until: now.advanced(by: AgeingInterval(.milliseconds(1))))
            return false
        }
        let entry = entries[index]
        disown(entry.key, at: entry.port)
        free(index)
        return true
    }

    /// Of the next places the one with an address of the greatest holder, if that is to give up one.
    private func dispensable(for holder: UInt32, at now: AgeingTick) -> Int? {
        var best: (index: Int, count: Int)?
        for step in 0..<Self.searchLength {
            let index = (cursor + step) & mask
            let entry = entries[index]
            guard entry.key != .none, !entry.key.isOfAnyVLAN else { continue }
            guard entry.isAlive(at: now) else { return index }
            let loser = holders.number(of: entry.port)
            let count = holders.count(of: loser)
            if count > best?.count ?? 0, holders.givesUp(loser, for: holder, capacity: capacity) {
                best = (index, count)
            }
        }
        return best?.index
    }

    /// Looks at the next few places and frees those that hold nothing of use.
    private mutating func sweep(at now: AgeingTick) {
        for _ in 0..<Self.sweepLength {
            let entry = entries[cursor]
            if entry.key != .none, !entry.isAlive(at: now) {
                free(cursor)  // Another entry may have moved here: look again.
            } else {
                cursor = (cursor + 1) & mask
            }
        }
    }

    /// Frees a place and closes the gap, so that a probe may go on ending at the first free place (Knuth, TAOCP 3, 6.4 R).
    private mutating func free(_ index: Int) {
        if entries[index].key.isOfAnyVLAN {
            ownerCount -= 1
        } else {
            holders.leave(entries[index].port)
            count -= 1
        }
        var (gap, next) = (index, (index + 1) & mask)
        while entries[next].key != .none {
            let distance = (next &- home(of: entries[next].key)) & mask
            if distance >= (next &- gap) & mask {
                entries[gap] = entries[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        entries[gap] = .free
    }
}
