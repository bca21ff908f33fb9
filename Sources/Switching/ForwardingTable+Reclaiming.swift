extension ForwardingTable {
    /// Adds an address that is not in the table, if there is room.
    ///
    /// - Returns: whether there was.
    mutating func add(_ entry: Entry, at now: AgeingTick) -> Bool {
        sweep(at: now)
        guard count < capacity else { return false }
        var index = home(of: entry.key)
        for _ in 0..<Self.probeLimit {
            guard entries[index].key != .none else {
                entries[index] = entry
                count += 1
                changePopulation(of: entry.port, by: 1)
                return true
            }
            index = (index + 1) & mask
        }
        return false
    }

    /// Forgets an address, if it is behind `port`.
    mutating func forget(_ key: AddressKey, on port: UInt32) {
        var index = home(of: key)
        for _ in 0..<Self.probeLimit {
            guard entries[index].key != key else {
                // It only loses its port, as above.
                if entries[index].port == port { assign(index, to: Self.nowhere) }
                return
            }
            guard entries[index].key != .none else { return }
            index = (index + 1) & mask
        }
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
        return entries.count { $0.isAlive(at: now) }
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
        changePopulation(of: entries[index].port, by: -1)
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
        count -= 1
    }
}
