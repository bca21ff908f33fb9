import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct AddressSlotsTests {
    private static func entry(_ number: UInt64) -> AddressSlots.Entry {
        AddressSlots.Entry(
            key: AddressKey(.station(number), vlan: 0), port: UInt32(number),
            expiry: AgeingTick(.seconds(Int64(number))))
    }

    /// 64 places, of which `count` are taken.
    private static func slots(_ count: UInt64) -> AddressSlots {
        var slots = AddressSlots(forRecords: 32, hash: KeyedHash(1, 2))
        for number in 0..<count { _ = slots.insert(entry(number)) }
        return slots
    }

    @Test(arguments: [(0, 64), (32, 64), (33, 128), (64, 128), (65, 256)])
    func `there are twice as many places as records at least`(count: Int, places: Int) {
        #expect(AddressSlots(forRecords: count, hash: KeyedHash(1, 2)).entries.count == places)
    }

    @Test func `all places can be taken, and one more cannot`() {
        var slots = Self.slots(64)
        for number: UInt64 in 0..<64 {
            let index = slots.index(of: AddressKey(.station(number), vlan: 0))
            #expect(index.map { slots.entries[$0].port } == UInt32(number))
        }
        #expect(slots.index(of: AddressKey(.station(64), vlan: 0)) == nil)
        let isInserted = slots.insert(Self.entry(64))
        #expect(!isInserted)
    }

    @Test func `an address is put as far from its home as it is looked for, and found there`() throws {
        var slots = Self.slots(63)
        let gap = try #require(slots.entries.firstIndex { $0.key == .none })
        // The place behind the gap is the first that is looked at, and the gap the last.
        let home = (gap + 1) & slots.mask
        let number = try #require((1_000..<9_000).first { slots.home(of: Self.entry($0).key) == home })
        let isInserted = slots.insert(Self.entry(number))
        #expect(isInserted)
        #expect(slots.index(of: Self.entry(number).key) == gap)
    }

    @Test func `what is freed is gone, and all others are found`() throws {
        var slots = Self.slots(48)
        for number: UInt64 in stride(from: 0, to: 48, by: 2) {
            slots.free(try #require(slots.index(of: AddressKey(.station(number), vlan: 0))))
        }
        for number: UInt64 in 0..<48 {
            let index = slots.index(of: AddressKey(.station(number), vlan: 0))
            #expect(index.map { slots.entries[$0].port } == (number.isMultiple(of: 2) ? nil : UInt32(number)))
        }
    }

    @Test func `an address moves, and is known for longer`() throws {
        var slots = Self.slots(1)
        let index = try #require(slots.index(of: AddressKey(.station(0), vlan: 0)))
        slots.move(index, to: 7)
        slots.renew(index, until: AgeingTick(.seconds(100)))
        #expect(slots.entries[index].port == 7 && slots.entries[index].isAlive(at: AgeingTick(.seconds(99))))
        #expect(!slots.entries[index].isAlive(at: AgeingTick(.seconds(100))))
        slots.move(index, to: ForwardingTable.nowhere)
        #expect(!slots.entries[index].isAlive(at: AgeingTick(.seconds(99))))
    }

    @Test func `each place is looked at in turn, and one that holds nothing of use until it is freed`() throws {
        var slots = Self.slots(1)
        let stale = try #require(slots.index(of: AddressKey(.station(0), vlan: 0)))
        var found: [Int] = []
        for _ in 0..<130 {
            if let index = slots.nextStale(at: AgeingTick(.seconds(1))) { found.append(index) }
        }
        #expect(found == Array(repeating: stale, count: 130 - stale))
        slots.free(stale)
        for _ in 0..<64 {
            let next = slots.nextStale(at: AgeingTick(.seconds(1)))
            #expect(next == nil)
        }
        #expect(slots.cursor == stale)
    }

    @Test func `every address lies within the probe limit of its home, and no gap lies between`() {
        let table = ForwardingTableTests.table(capacity: 4096, ageing: .seconds(5))
        for number in 0..<40_000 {
            table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .milliseconds(number))
        }
        let slots = table.records.slots
        var taken = 0
        for (index, entry) in slots.entries.enumerated() where entry.key != .none {
            taken += 1
            let home = slots.home(of: entry.key)
            let distance = (index &- home) & slots.mask
            #expect(distance < AddressSlots.probeLimit)
            for step in 0..<distance {
                #expect(slots.entries[(home + step) & slots.mask].key != .none)
            }
        }
        #expect(taken == table.records.count)
    }
}
