extension ForwardingTable {
    /// Who wants an address.
    struct Claimant {
        let port: UInt32
        /// Whether it may take nobody's address, in no VLAN, and nobody its.
        var isBound = false
        /// The most addresses that all ports of its account may have.
        var limit = Int.max
    }

    /// What came of a port's wish to have an address.
    enum Claim: Equatable {
        /// It had it already.
        case known
        /// It has it now.
        case added
        /// Nobody has it, for the table is full, or the claimant has its share of it.
        case full
        /// The claimant has as many addresses as it may.
        case overLimit
        /// Another port has it, and has been heard from lately.
        case held(by: UInt32)
        /// Another holder has it in another VLAN, and has been heard from lately.
        case heldElsewhere(by: UInt32)
    }

    /// Remembers that an address is behind a port, unless it is in use on another.
    mutating func claim(_ key: AddressKey, by claimant: Claimant, at time: Duration) -> Claim {
        let now = AgeingTick(time)
        let expiry = now.advanced(by: lifetime)
        guard let index = index(of: key) else { return claimAnew(key, by: claimant, until: expiry, at: now) }
        let entry = entries[index]
        guard entry.port == claimant.port else { return claim(index, by: claimant, until: expiry, at: now) }
        // Heard in this step of the clock already: nothing to note, and nobody else to look for. So a frame costs a second probe
        // once in 72 ms alone, and who has lost an address to the device loses it that much later.
        guard entry.expiry != expiry else { return .known }
        if claimant.isBound, let owner = otherOwner(of: key, than: claimant.port, at: now) {
            assign(index, to: Self.nowhere)
            return .heldElsewhere(by: owner)
        }
        entries[index].expiry = expiry
        own(key, on: claimant.port, until: expiry)
        return .known
    }

    /// Claims an address that another port has, or had.
    private mutating func claim(
        _ index: Int, by claimant: Claimant, until expiry: AgeingTick, at now: AgeingTick
    ) -> Claim {
        let entry = entries[index]
        let isHeld = entry.isAlive(at: now)
        guard !isHeld || isSameHolder(entry.port, claimant.port) else { return .held(by: entry.port) }
        if claimant.isBound, let owner = otherOwner(of: entry.key, than: claimant.port, at: now) {
            return .heldElsewhere(by: owner)
        }
        guard !isHeld else { return .held(by: entry.port) }
        guard !isOverShare(claimant) else { return .full }
        guard assign(index, to: claimant.port, limit: claimant.limit) else { return .overLimit }
        entries[index].expiry = expiry
        own(entry.key, on: claimant.port, until: expiry)
        return .added
    }

    /// Claims an address that is not in the table.
    private mutating func claimAnew(
        _ key: AddressKey, by claimant: Claimant, until expiry: AgeingTick, at now: AgeingTick
    ) -> Claim {
        if claimant.isBound, let owner = otherOwner(of: key, than: claimant.port, at: now) {
            return .heldElsewhere(by: owner)
        }
        guard !holders.isFull(claimant.port, limit: claimant.limit) else { return .overLimit }
        guard !isOverShare(claimant) else { return .full }
        let claim = add(key, on: claimant.port, limit: claimant.limit, at: now)
        guard claim == .added, !own(key, on: claimant.port, until: expiry), claimant.isBound else { return claim }
        // What cannot be kept for it is not given to it.
        if let index = index(of: key) { assign(index, to: Self.nowhere) }
        return .full
    }

    private func isOverShare(_ claimant: Claimant) -> Bool {
        claimant.isBound && !holders.hasShare(holders.number(of: claimant.port), of: capacity)
    }

    /// Clears away what has aged out of the addresses of an account.
    ///
    /// Looks at every place: for once in a while, not for every frame.
    mutating func reclaim(_ account: UInt32, at time: Duration) {
        let now = AgeingTick(time)
        for index in entries.indices where !entries[index].isAlive(at: now) && entries[index].port != Self.nowhere {
            if holders.number(of: entries[index].port) == account { assign(index, to: Self.nowhere) }
        }
    }

    /// Gives an entry to another port.
    ///
    /// - Returns: `false` if the port's account has `limit` addresses already.
    @discardableResult
    mutating func assign(_ index: Int, to port: UInt32, limit: Int = .max) -> Bool {
        guard !entries[index].key.isOfAnyVLAN else {
            entries[index].port = port
            return true
        }
        guard holders.enter(port, limit: limit) else { return false }
        holders.leave(entries[index].port)
        entries[index].port = port
        return true
    }
}
