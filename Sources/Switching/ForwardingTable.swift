package import Frame

/// Which port each address was last heard on (IEEE 802.1D-2004 §7.9).
///
/// Knows no clock: every call is told the time.
///
/// Open addressing with linear probing over at least twice as many places as addresses. No call on the frame path does more
/// than a fixed amount of work: a probe ends after ``probeLimit`` places, and what has aged out is cleared away a few places
/// at a time whenever something new wants in.
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
    let mask: Int
    var entries: [Entry]
    /// Places taken, also by what has aged out and is not cleared away yet.
    var count = 0
    /// Where clearing away goes on.
    var cursor = 0
    /// How many entries each port has, also those that have aged out; of ports that have no place here nobody wants to know.
    var populations: [Int] = []

    /// Makes an empty table.
    package init(configuration: SwitchConfiguration, hash: KeyedHash = KeyedHash()) {
        capacity = min(max(configuration.addressCapacity, 0), 1 << 20)
        lifetime = AgeingInterval(configuration.ageing)
        self.hash = hash
        var places = Self.probeLimit
        while places < 2 * capacity { places *= 2 }
        mask = places - 1
        entries = Array(repeating: .free, count: places)
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
        var index = home(of: key)
        for _ in 0..<Self.probeLimit {
            guard entries[index].key != key else {
                let isNews = entries[index].port != port
                if isNews { assign(index, to: port) }
                entries[index].expiry = now.advanced(by: lifetime)
                return isNews
            }
            guard entries[index].key != .none else { break }
            index = (index + 1) & mask
        }
        return add(Entry(key: key, port: port, expiry: now.advanced(by: lifetime)), at: now)
    }

    /// The port that `destination` was last heard on, or `nil` if it is unknown or was not heard for too long.
    package func port(for destination: MACAddress, vlan: UInt16, at time: Duration) -> UInt32? {
        port(for: AddressKey(destination, vlan: vlan), at: time)
    }

    /// The port that an address was last heard on, or `nil` if it is unknown or was not heard for too long.
    func port(for key: AddressKey, at time: Duration) -> UInt32? {
        let now = AgeingTick(time)
        var index = home(of: key)
        for _ in 0..<Self.probeLimit {
            let entry = entries[index]
            guard entry.key != key else { return entry.isAlive(at: now) ? entry.port : nil }
            guard entry.key != .none else { return nil }
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
