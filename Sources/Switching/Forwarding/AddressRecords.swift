/// The records of a forwarding table, of which there is a bounded number, and which of them makes room for another.
///
/// What has aged out is cleared away a few places at a time whenever something new wants in.
///
/// Where a port is bound, there is a second record of each address: which port uses it, in whatever VLAN. Behind a device there may be a
/// bridge that knows no VLANs, and to which an address is in one place alone.
struct AddressRecords {
    /// The most addresses, and the most records of which port uses an address in whatever VLAN.
    let capacity: Int
    /// Whose the addresses are.
    let holders = AddressHolders()
    private(set) var slots: AddressSlots
    /// Addresses, also those that have aged out and are not cleared away yet.
    private(set) var count = 0
    /// Records of which port uses an address in whatever VLAN, as above.
    private(set) var ownerCount = 0
    /// Whether there are such records.
    private(set) var keepsOwners = false

    /// The places that are looked at for something to clear away, each time something new wants in.
    static let sweepLength = 8
    /// The places that are looked at for an address to give up, when one wants in and there is no room.
    static let searchLength = 128

    init(capacity: Int, hash: KeyedHash) {
        self.capacity = capacity
        slots = AddressSlots(forRecords: capacity, hash: hash)
    }

    /// The place of a record, if there is one.
    @inline(__always)
    func index(of key: AddressKey) -> Int? { slots.index(of: key) }

    /// The record at a place.
    subscript(index: Int) -> AddressSlots.Entry { slots.entries[index] }

    /// Says until when the address at a place is known.
    mutating func renew(_ index: Int, until expiry: AgeingTick) { slots.renew(index, until: expiry) }

    /// Adds an address that has no record, if there is room, or some is made.
    ///
    /// - Parameter limit: the most addresses that the port's account may have.
    /// - Returns: ``ForwardingTable/Claim/added``, ``ForwardingTable/Claim/full`` or ``ForwardingTable/Claim/overLimit``.
    mutating func add(_ entry: AddressSlots.Entry, limit: Int, at now: AgeingTick) -> ForwardingTable.Claim {
        sweep(at: now)
        let holder = holders.number(of: entry.port)
        guard count < capacity || capacity > 0 && makeRoom(for: holder, at: now) else { return .full }
        guard holders.enter(entry.port, limit: limit) else { return .overLimit }
        guard slots.insert(entry) else {
            holders.leave(entry.port)
            return .full
        }
        count += 1
        return .added
    }

    /// Gives an address to another port.
    ///
    /// - Returns: `false` if the port's account has `limit` addresses already.
    @discardableResult
    mutating func assign(_ index: Int, to port: UInt32, limit: Int = .max) -> Bool {
        let entry = self[index]
        if !entry.key.isOfAnyVLAN {
            guard holders.enter(port, limit: limit) else { return false }
            holders.leave(entry.port)
        }
        slots.move(index, to: port)
        return true
    }

    /// Forgets the addresses for which `condition` holds.
    ///
    /// Looks at every place. They only lose their port here, and are cleared away like what has aged out: removing them would move others.
    mutating func forget(where condition: (AddressSlots.Entry) -> Bool) {
        for index in slots.entries.indices where condition(self[index]) { assign(index, to: ForwardingTable.nowhere) }
    }

    // MARK: Owners

    /// Begins to keep records of which port uses an address in whatever VLAN, with those of the addresses that are known.
    ///
    /// Takes time in proportion to the number of places.
    mutating func keepOwners(at now: AgeingTick) {
        guard !keepsOwners else { return }
        keepsOwners = true
        let former = slots.entries
        slots = AddressSlots(forRecords: former.count, hash: slots.hash)
        for entry in former where entry.key != .none {
            guard !slots.insert(entry) else { continue }
            holders.leave(entry.port)
            count -= 1
        }
        for entry in former where entry.isAlive(at: now) {
            let isNewest = owner(of: entry.key).map { entry.expiry.isAfter(self[$0].expiry) } ?? true
            if isNewest { own(entry.key, on: entry.port, until: entry.expiry) }
        }
    }

    /// Notes that an address is used on `port`, in whatever VLAN.
    ///
    /// - Returns: `false` if it is not noted, for want of room.
    @discardableResult
    mutating func own(_ key: AddressKey, on port: UInt32, until expiry: AgeingTick) -> Bool {
        guard keepsOwners else { return true }
        if let index = owner(of: key) {
            slots.move(index, to: port)
            slots.renew(index, until: expiry)
            return true
        }
        let entry = AddressSlots.Entry(key: AddressKey(anyVLANOf: key), port: port, expiry: expiry)
        guard ownerCount < capacity, slots.insert(entry) else { return false }
        ownerCount += 1
        return true
    }

    /// The place of the record of which port uses an address in whatever VLAN.
    func owner(of key: AddressKey) -> Int? { keepsOwners ? index(of: AddressKey(anyVLANOf: key)) : nil }

    /// Forgets that an address is used at `port`.
    private mutating func disown(_ key: AddressKey, at port: UInt32) {
        guard let index = owner(of: key), self[index].port == port else { return }
        slots.move(index, to: ForwardingTable.nowhere)
    }

    // MARK: Room

    /// Looks at the next few places and frees those that hold nothing of use.
    private mutating func sweep(at now: AgeingTick) {
        for _ in 0..<Self.sweepLength {
            if let index = slots.nextStale(at: now) { free(index) }
        }
    }

    /// Gives up an address of a holder that has more than the holder that wants one.
    private mutating func makeRoom(for holder: UInt32, at now: AgeingTick) -> Bool {
        // Else a flood of addresses would have the same places looked at again and again.
        guard !holders.isRefused(holder, at: now) else { return false }
        guard let index = dispensable(for: holder, at: now) else {
            holders.refuse(holder, until: now.advanced(by: AgeingInterval(.milliseconds(1))))
            return false
        }
        disown(self[index].key, at: self[index].port)
        free(index)
        return true
    }

    /// Of the next places the one with an address of the greatest holder, if that is to give up one.
    private func dispensable(for holder: UInt32, at now: AgeingTick) -> Int? {
        var best: (index: Int, count: Int)?
        for step in 0..<Self.searchLength {
            let index = (slots.cursor + step) & slots.mask
            let entry = self[index]
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

    /// Frees a place.
    private mutating func free(_ index: Int) {
        if self[index].key.isOfAnyVLAN {
            ownerCount -= 1
        } else {
            holders.leave(self[index].port)
            count -= 1
        }
        slots.free(index)
    }
}
