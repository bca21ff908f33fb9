/// Records by address: open addressing with linear probing over a power of two of places.
///
/// Each record stands at the first free place from the one that its address hashes to, so that a probe ends at the first free place. A probe
/// also ends after ``probeLimit`` places: no call does more than a fixed amount of work.
struct AddressSlots {
    private(set) var entries: [Entry]
    /// Where clearing away goes on.
    private(set) var cursor = 0
    /// Foreseen by no peer.
    let hash: KeyedHash

    /// What is known of an address.
    struct Entry {
        let key: AddressKey
        var port: UInt32
        var expiry: AgeingTick
    }

    /// The most places that one address can be looked for in.
    static let probeLimit = 64

    /// Makes free places: as many as there may be records twice at least, and a power of two.
    init(forRecords count: Int, hash: KeyedHash) {
        self.hash = hash
        var places = Self.probeLimit
        while places < 2 * count { places *= 2 }
        entries = Array(repeating: .free, count: places)
    }

    /// Turns a number that counts on past the last place into a place.
    var mask: Int { entries.count - 1 }

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

    /// Says where the address at a place is now.
    mutating func move(_ index: Int, to port: UInt32) { entries[index].port = port }

    /// Says until when the address at a place is known.
    mutating func renew(_ index: Int, until expiry: AgeingTick) { entries[index].expiry = expiry }

    /// Frees a place and closes the gap, so that a probe may go on ending at the first free place (Knuth, TAOCP 3, 6.4 R).
    mutating func free(_ index: Int) {
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

    /// Looks at the next place, and stays there if what it holds is of no use: when that is freed, another entry may have moved there.
    ///
    /// - Returns: the place, if it is to be freed.
    mutating func nextStale(at now: AgeingTick) -> Int? {
        let entry = entries[cursor]
        if entry.key != .none, !entry.isAlive(at: now) { return cursor }
        cursor = (cursor + 1) & mask
        return nil
    }
}

extension AddressSlots.Entry {
    /// No address.
    static let free = Self(key: .none, port: ForwardingTable.nowhere, expiry: AgeingTick(.zero))

    /// Whether the address is known, and where it is.
    func isAlive(at now: AgeingTick) -> Bool { port != ForwardingTable.nowhere && expiry.isAfter(now) }
}
