import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// How much a table holds, and how far it looks for what can go.
@Suite struct AddressRecordsTests {
    @Test(arguments: [(0, 64), (1, 64), (32, 64), (33, 128), (1_024, 2_048), (1_025, 4_096)])
    func `there are at least twice as many places as records, and as many again for owners`(
        capacity: Int, places: Int
    ) {
        let table = ForwardingTableTests.table(capacity: capacity)
        #expect(table.records.slots.entries.count == places)
        table.keepOwners(at: .zero)
        #expect(table.records.slots.entries.count == 2 * places)
        table.keepOwners(at: .zero)
        #expect(table.records.slots.entries.count == 2 * places)
    }

    /// A full table in which one address has aged out, so many places behind the one where clearing away goes on.
    private func full(victim distance: Int) -> ForwardingTable? {
        (1...64).lazy.compactMap { full(victim: distance, seed: $0) }.first
    }

    /// Such a table, if this seed has an address there.
    private func full(victim distance: Int, seed: UInt64) -> ForwardingTable? {
        let table = ForwardingTableTests.table(capacity: 1_000, seed: seed)
        for number in 0..<1_000 { table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .zero) }
        let slots = table.records.slots
        let victim = slots.entries[(slots.cursor + distance) & slots.mask].key
        guard victim != .none else { return nil }
        for number in 0..<1_000 where .station(UInt64(number)) != victim.address {
            table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .seconds(200))
        }
        return table
    }

    /// How often another address has to be heard, all at one time, until it is learned.
    private func tries(victim distance: Int) -> Int? {
        guard let table = full(victim: distance) else { return nil }
        return (1...1_000).first { _ in
            table.learn(.station(5_000), vlan: 0, on: 2, at: .seconds(301))
            return table.port(for: .station(5_000), vlan: 0, at: .seconds(301)) == 2
        }
    }

    /// Eight places are cleared away each time, and the 128 behind these are searched the first time, and then for a moment no more.
    @Test(arguments: [
        (0, 1), (7, 1), (8, 1), (135, 1), (136, 18), (143, 18), (144, 19), (400, 51), (407, 51), (408, 52),
    ])
    func `a bounded number of places is looked at for each address`(distance: Int, count: Int) {
        #expect(tries(victim: distance) == count)
    }

    @Test func `the search goes on when the moment is over`() throws {
        let table = try #require(full(victim: 200))
        // The second to the fourteenth find nobody to look for them, and clear away eight places each.
        for _ in 0..<14 {
            table.learn(.station(5_000), vlan: 0, on: 2, at: .seconds(301))
            #expect(table.port(for: .station(5_000), vlan: 0, at: .seconds(301)) == nil, "not at once")
        }
        let later = Duration.milliseconds(301_145)
        table.learn(.station(5_000), vlan: 0, on: 2, at: later)
        #expect(table.port(for: .station(5_000), vlan: 0, at: later) == 2)
    }

    @Test func `the only address there is room for makes way when it has aged out`() throws {
        let table = try #require((1...1_000).lazy.compactMap { onlyAddress(behind: 30, seed: $0) }.first)
        table.learn(.station(2), vlan: 0, on: 2, at: .seconds(301))
        #expect(table.port(for: .station(2), vlan: 0, at: .seconds(301)) == 2)
        #expect(table.port(for: .station(1), vlan: 0, at: .seconds(301)) == nil)
    }

    /// A table for one address, which is so many places behind the one where clearing away goes on, if this seed has it there.
    private func onlyAddress(behind distance: Int, seed: UInt64) -> ForwardingTable? {
        let table = ForwardingTableTests.table(capacity: 1, seed: seed)
        table.learn(.station(1), vlan: 0, on: 1, at: .zero)
        let slots = table.records.slots
        return slots.entries[(slots.cursor + distance) & slots.mask].key == .none ? nil : table
    }
}
