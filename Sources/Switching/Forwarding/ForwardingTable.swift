package import Frame

/// Which port each address was last heard on (IEEE 802.1D-2004 §7.9), and whose it is.
///
/// Knows no clock: every call is told the time. No call on the frame path does more than a fixed amount of work.
///
/// Shared by the parts of a switch, and confined to its event loop.
package final class ForwardingTable {
    private let lifetime: AgeingInterval
    // No access overlaps another: nothing here calls what is outside.
    @exclusivity(unchecked) private(set) var records: AddressRecords

    /// The place in a table that no port has: its addresses are forgotten.
    static let nowhere = UInt32.max

    /// Makes an empty table.
    package init(configuration: SwitchConfiguration, hash: KeyedHash = KeyedHash()) {
        lifetime = AgeingInterval(configuration.ageing)
        records = AddressRecords(capacity: min(max(configuration.addressCapacity, 0), 1 << 20), hash: hash)
        if configuration.policies.bindsAnybody { keepOwners(at: .zero) }
    }

    /// The most addresses known at once.
    package var capacity: Int { records.capacity }

    /// Whose the addresses are.
    var holders: AddressHolders { records.holders }

    /// The addresses known at `time`.
    ///
    /// Looks at every place.
    package func addressCount(at time: Duration) -> Int {
        let now = AgeingTick(time)
        return records.slots.entries.count { $0.isAlive(at: now) && !$0.key.isOfAnyVLAN }
    }

    /// How long before `now` an address was heard that is known until `expiry`.
    func age(of expiry: AgeingTick, at now: AgeingTick) -> Duration { expiry.age(at: now, of: lifetime) }

    // MARK: Learning and looking up

    /// Remembers that `source` is behind `port`, or remembers it anew.
    ///
    /// Learns nothing when the table is full.
    package func learn(_ source: MACAddress, vlan: UInt16, on port: UInt32, at time: Duration) {
        learn(AddressKey(source, vlan: vlan), on: port, at: time)
    }

    /// Remembers that an address is behind `port`, or remembers it anew.
    ///
    /// - Returns: whether the table held nothing of it, or another port.
    @discardableResult
    func learn(_ key: AddressKey, on port: UInt32, at time: Duration) -> Bool {
        let now = AgeingTick(time)
        let expiry = now.advanced(by: lifetime)
        guard let index = records.index(of: key) else {
            let entry = AddressSlots.Entry(key: key, port: port, expiry: expiry)
            guard records.add(entry, limit: .max, at: now) == .added else { return false }
            records.own(key, on: port, until: expiry)
            return true
        }
        let isNews = records[index].port != port
        // What was heard a moment ago is noted: see `claim`.
        guard isNews || records[index].expiry != expiry else { return false }
        if isNews { records.assign(index, to: port) }
        records.renew(index, until: expiry)
        records.own(key, on: port, until: expiry)
        return isNews
    }

    /// Remembers that an address is used on `port`, in whichever VLAN that may be.
    func learnOwner(_ key: AddressKey, on port: UInt32, at time: Duration) {
        records.own(key, on: port, until: AgeingTick(time).advanced(by: lifetime))
    }

    /// The port that `destination` was last heard on, or `nil` if it is unknown or was not heard for too long.
    package func port(for destination: MACAddress, vlan: UInt16, at time: Duration) -> UInt32? {
        port(for: AddressKey(destination, vlan: vlan), at: time)
    }

    /// The port that an address was last heard on, or `nil` if it is unknown or was not heard for too long.
    func port(for key: AddressKey, at time: Duration) -> UInt32? {
        guard let index = records.index(of: key) else { return nil }
        let entry = records[index]
        return entry.isAlive(at: AgeingTick(time)) ? entry.port : nil
    }

    /// Whether what is at two places is one peer's.
    func isSameHolder(_ one: UInt32, _ other: UInt32) -> Bool { holders.number(of: one) == holders.number(of: other) }

    // MARK: Forgetting

    /// Forgets an address, if it is behind `trunk`.
    func forget(_ key: AddressKey, behind trunk: UInt32) {
        guard let index = records.index(of: key), Trunk.isSame(records[index].port, trunk) else { return }
        records.assign(index, to: Self.nowhere)
    }

    /// Forgets all addresses behind `port`.
    ///
    /// Looks at every place: for when a port goes, not for when a frame comes.
    package func forget(_ port: UInt32) { records.forget { $0.port == port } }

    /// Clears away what has aged out of the addresses of an account.
    ///
    /// Looks at every place: for once in a while, not for every frame.
    func reclaim(_ account: UInt32, at time: Duration) {
        let (now, holders) = (AgeingTick(time), holders)
        records.forget { entry in
            !entry.isAlive(at: now) && entry.port != Self.nowhere && holders.number(of: entry.port) == account
        }
    }

    // MARK: Claiming

    /// Begins to keep records of which port uses an address in whatever VLAN, with those of the addresses that are known.
    ///
    /// Takes time in proportion to the size of the table.
    func keepOwners(at time: Duration) { records.keepOwners(at: AgeingTick(time)) }

    /// Remembers that an address is behind a port, unless it is in use on another.
    func claim(_ key: AddressKey, by claimant: Claimant, at time: Duration) -> Claim {
        let now = AgeingTick(time)
        let expiry = now.advanced(by: lifetime)
        guard let index = records.index(of: key) else { return claimAnew(key, by: claimant, until: expiry, at: now) }
        let entry = records[index]
        guard entry.port == claimant.port else { return claim(index, by: claimant, until: expiry, at: now) }
        // Heard in this step of the clock already: nothing to note, and no other owner to look for. So a frame costs a second probe
        // once in 72 ms alone, and a port that has lost an address to the device loses it that much later.
        guard entry.expiry != expiry else { return .known }
        if claimant.isBound, let owner = otherOwner(of: key, than: claimant.port, at: now) {
            records.assign(index, to: Self.nowhere)
            return .heldElsewhere(by: owner)
        }
        records.renew(index, until: expiry)
        records.own(key, on: claimant.port, until: expiry)
        return .known
    }

    /// Claims an address that another port has, or had.
    private func claim(_ index: Int, by claimant: Claimant, until expiry: AgeingTick, at now: AgeingTick) -> Claim {
        let entry = records[index]
        let isHeld = entry.isAlive(at: now)
        guard !isHeld || isSameHolder(entry.port, claimant.port) else { return .held(by: entry.port) }
        if claimant.isBound, let owner = otherOwner(of: entry.key, than: claimant.port, at: now) {
            return .heldElsewhere(by: owner)
        }
        guard !isHeld else { return .held(by: entry.port) }
        guard !isOverShare(claimant) else { return .full }
        guard records.assign(index, to: claimant.port, limit: claimant.limit) else { return .overLimit }
        records.renew(index, until: expiry)
        records.own(entry.key, on: claimant.port, until: expiry)
        return .added
    }

    /// Claims an address that is not in the table.
    private func claimAnew(
        _ key: AddressKey, by claimant: Claimant, until expiry: AgeingTick, at now: AgeingTick
    ) -> Claim {
        if claimant.isBound, let owner = otherOwner(of: key, than: claimant.port, at: now) {
            return .heldElsewhere(by: owner)
        }
        guard !holders.isFull(claimant.port, limit: claimant.limit) else { return .overLimit }
        guard !isOverShare(claimant) else { return .full }
        let entry = AddressSlots.Entry(key: key, port: claimant.port, expiry: expiry)
        let claim = records.add(entry, limit: claimant.limit, at: now)
        guard claim == .added, !records.own(key, on: claimant.port, until: expiry), claimant.isBound else {
            return claim
        }
        // What cannot be kept for it is not given to it.
        if let index = records.index(of: key) { records.assign(index, to: Self.nowhere) }
        return .full
    }

    /// The port of a holder that uses an address, in whatever VLAN, if that is another than the one at `port`.
    private func otherOwner(of key: AddressKey, than port: UInt32, at now: AgeingTick) -> UInt32? {
        guard let index = records.owner(of: key), records[index].isAlive(at: now) else { return nil }
        return isSameHolder(records[index].port, port) ? nil : records[index].port
    }

    private func isOverShare(_ claimant: Claimant) -> Bool {
        claimant.isBound && !holders.hasShare(holders.number(of: claimant.port), of: capacity)
    }
}

extension ForwardingTable {
    /// A port that wants an address.
    struct Claimant {
        let port: UInt32
        /// Whether it may take an address from no other, in no VLAN, and no other may take its.
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
        /// No port has it, for the table is full, or the claimant has its share of it.
        case full
        /// The claimant has as many addresses as it may.
        case overLimit
        /// Another port has it, and has been heard from lately.
        case held(by: UInt32)
        /// Another holder has it in another VLAN, and has been heard from lately.
        case heldElsewhere(by: UInt32)
    }
}
