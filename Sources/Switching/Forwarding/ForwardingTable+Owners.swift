// Who uses an address, in whatever VLAN: there is one record beside those of the address in each VLAN, so that a bound port can be kept
// from taking it under another tag.
extension ForwardingTable {
    /// Begins to keep these records, with those of the addresses that are known.
    ///
    /// Takes time in proportion to the size of the table.
    mutating func keepOwners(at time: Duration) {
        guard !keepsOwners else { return }
        keepsOwners = true
        let (former, now) = (entries, AgeingTick(time))
        mask = 2 * entries.count - 1
        entries = Array(repeating: .free, count: 2 * former.count)
        cursor = 0
        for entry in former where entry.key != .none {
            guard !insert(entry) else { continue }
            holders.leave(entry.port)
            count -= 1
        }
        for entry in former where entry.isAlive(at: now) {
            let isNewest = owner(of: entry.key).map { entry.expiry.isAfter(entries[$0].expiry) } ?? true
            if isNewest { own(entry.key, on: entry.port, until: entry.expiry) }
        }
    }

    /// Notes that an address is used on `port`.
    ///
    /// - Returns: `false` if it is not noted, for want of room.
    @discardableResult
    mutating func own(_ key: AddressKey, on port: UInt32, until expiry: AgeingTick) -> Bool {
        guard keepsOwners else { return true }
        if let index = owner(of: key) {
            (entries[index].port, entries[index].expiry) = (port, expiry)
            return true
        }
        guard ownerCount < capacity, insert(Entry(key: AddressKey(anyVLANOf: key), port: port, expiry: expiry)) else {
            return false
        }
        ownerCount += 1
        return true
    }

    /// The port of a holder that uses an address, in whatever VLAN, if that is another than the one at `port`.
    func otherOwner(of key: AddressKey, than port: UInt32, at now: AgeingTick) -> UInt32? {
        guard let index = owner(of: key), entries[index].isAlive(at: now) else { return nil }
        return isSameHolder(entries[index].port, port) ? nil : entries[index].port
    }

    /// Remembers that an address is used on `port`, in whichever VLAN that may be.
    mutating func learnOwner(_ key: AddressKey, on port: UInt32, at time: Duration) {
        own(key, on: port, until: AgeingTick(time).advanced(by: lifetime))
    }

    /// Forgets that an address is used at `port`.
    mutating func disown(_ key: AddressKey, at port: UInt32) {
        guard let index = owner(of: key), entries[index].port == port else { return }
        entries[index].port = Self.nowhere
    }

    /// Whether what is at two places is one peer's.
    func isSameHolder(_ one: UInt32, _ other: UInt32) -> Bool { holders.number(of: one) == holders.number(of: other) }

    private func owner(of key: AddressKey) -> Int? { keepsOwners ? index(of: AddressKey(anyVLANOf: key)) : nil }
}
