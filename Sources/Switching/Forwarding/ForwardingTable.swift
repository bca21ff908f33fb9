package import Frame

/// Which port each address was last heard on (IEEE 802.1D-2004 §7.9), and whose it is.
///
/// Knows no clock: every call is told the time.
///
/// Open addressing with linear probing over at least twice as many places as there are records. No call on the frame path does more
/// than a fixed amount of work: a probe ends after ``probeLimit`` places, and what has aged out is cleared away a few places
/// at a time whenever something new wants in.
///
/// Where a port is bound, there is a second record of each address: who uses it in whatever VLAN. Behind a device there may be a
/// bridge that knows no VLANs, and to which an address is in one place alone.
package struct ForwardingTable {
    struct Entry {
        var key: AddressKey
        var port: UInt32
        var expiry: AgeingTick
    }

    /// The place in a table that no port has: its addresses are forgotten.
    static let nowhere = UInt32.max
    /// The most places that one address can be looked for in.
    static let probeLimit = 64
    /// The places that are looked at for something to clear away, each time something new wants in.
    static let sweepLength = 8

    /// The most addresses known at once.
    package let capacity: Int
    let lifetime: AgeingInterval
    let hash: KeyedHash
    var mask: Int
    var entries: [Entry]
    /// Addresses, also those that have aged out and are not cleared away yet.
    var count = 0
    /// Records of who uses an address in whatever VLAN, as above.
    var ownerCount = 0
    /// Whether there are such records.
    var keepsOwners = false
    /// Where clearing away goes on.
    var cursor = 0
    /// Whose the addresses are.
    var holders = AddressHolders()

    /// Makes an empty table.
    package init(configuration: SwitchConfiguration, hash: KeyedHash = KeyedHash()) {
        capacity = min(max(configuration.addressCapacity, 0), 1 << 20)
        lifetime = AgeingInterval(configuration.ageing)
        self.hash = hash
        var places = Self.probeLimit
        while places < 2 * capacity { places *= 2 }
        mask = places - 1
        entries = Array(repeating: .free, count: places)
        if configuration.policies.bindsAnybody { keepOwners(at: .zero) }
    }

    /// Remembers that `source` is behind `port`, or remembers it anew.
    ///
    /// Learns nothing when the table is full.
    package mutating func learn(_ source: MACAddress, vlan: UInt16, on port: UInt32, at time: Duration) {
        learn(AddressKey(source, vlan: vlan), on: port, at: time)
    }

    /// Remembers that an address is behind `port`, or remembers it anew.
    ///
    /// - Returns: whether the table held nothing of it, or another port.
    @discardableResult
    mutating func learn(_ key: AddressKey, on port: UInt32, at time: Duration) -> Bool {
        let now = AgeingTick(time)
        let expiry = now.advanced(by: lifetime)
        guard let index = index(of: key) else {
            guard add(key, on: port, limit: .max, at: now) == .added else { return false }
            own(key, on: port, until: expiry)
            return true
        }
        let isNews = entries[index].port != port
        // What was heard a moment ago is noted: see `claim`.
        guard isNews || entries[index].expiry != expiry else { return false }
        if isNews { assign(index, to: port) }
        entries[index].expiry = expiry
        own(key, on: port, until: expiry)
        return isNews
    }

    /// The port that `destination` was last heard on, or `nil` if it is unknown or was not heard for too long.
    package func port(for destination: MACAddress, vlan: UInt16, at time: Duration) -> UInt32? {
        port(for: AddressKey(destination, vlan: vlan), at: time)
    }

    /// The port that an address was last heard on, or `nil` if it is unknown or was not heard for too long.
    func port(for key: AddressKey, at time: Duration) -> UInt32? {
        guard let index = index(of: key) else { return nil }
        return entries[index].isAlive(at: AgeingTick(time)) ? entries[index].port : nil
    }

    /// The place of an address, if it has one.
    @inline(__always)
    func index(of key: AddressKey) -> Int? {
        var index = home(of: key)
        for _ in 0..<Self.probeLimit {
            guard entries[index].key != key else { return index }
            guard entries[index].key != .none else { return nil }
            index = (index + 1) & mask
        }
        return nil
    }

    /// The first place that `key` is looked for in.
    func home(of key: AddressKey) -> Int { Int(truncatingIfNeeded: hash(key)) & mask }
}

extension ForwardingTable.Entry {
    static let free = Self(key: .none, port: ForwardingTable.nowhere, expiry: AgeingTick(.zero))

    func isAlive(at now: AgeingTick) -> Bool { port != ForwardingTable.nowhere && expiry.isAfter(now) }
}
