import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Switching

@Suite struct AddressPageTests {
    static let ports: [PortID?] = [PortID(1), PortID(2), nil, PortID(4)]

    private func page(
        of table: ForwardingTable, after previous: AddressSnapshot? = nil, limit: Int = 100, at time: Duration = .zero
    ) -> [AddressSnapshot] {
        table.page(after: previous?.order, limit: limit, at: time, on: Self.ports)
    }

    @Test func `addresses are in order of address and then of VLAN, whatever the order they were learned in`() {
        let table = ForwardingTableTests.table()
        table.learn(.station(3), vlan: 0, on: 0, at: .zero)
        table.learn(.station(1), vlan: 4095, on: 1, at: .zero)
        table.learn(.station(1), vlan: 0, on: 3, at: .zero)
        table.learn(.station(2), vlan: 7, on: 1, at: .zero)
        table.learn(.station(1), vlan: 1, on: 0, at: .zero)
        let page = page(of: table)
        #expect(page.map(\.address) == [1, 1, 1, 2, 3].map { .station($0) })
        #expect(page.map(\.vlan) == [nil, 1, 4095, 7, nil])
        #expect(page.map(\.port) == [4, 1, 2, 2, 1].map { PortID($0) })
    }

    @Test(arguments: [1, 2, 3, 7, 499, 500, 501, 5000]) func `pages follow one another without a gap`(limit: Int) {
        let table = ForwardingTableTests.table()
        for number in (1...500 as ClosedRange<UInt64>) {
            table.learn(.station(number * 7919 % 65_537), vlan: 0, on: 0, at: .zero)
        }
        var (all, last): ([AddressSnapshot], [AddressSnapshot]) = ([], [])
        repeat {
            last = page(of: table, after: all.last, limit: limit)
            all += last
        } while last.count == limit
        #expect(all.count == 500)
        #expect(all.map(\.address.rawValue) == all.map(\.address.rawValue).sorted())
        #expect(page(of: table, after: all.last, limit: limit).isEmpty)
    }

    @Test func `less than two pages of addresses are held`() {
        var page = AddressPage(after: nil, limit: 4)
        // The worst order: each is wanted when it comes.
        for number in (1...100 as ClosedRange<UInt64>).reversed() {
            let key = AddressKey(.station(number), vlan: 0)
            let entry = AddressSlots.Entry(key: key, port: 0, expiry: AgeingTick(.zero))
            if page.wants(entry) { page.take(entry) }
            #expect(page.candidates.count < 8)
        }
        #expect(page.finish().map(\.key.address) == [1, 2, 3, 4].map { .station($0) })
    }

    @Test func `an address that stays is on one page, whatever comes, moves and goes between pages`() {
        let table = ForwardingTableTests.table(capacity: 4096)
        var random = SeededGenerator(seed: 7)
        for number in 1...1000 as ClosedRange<UInt64> {
            table.learn(.station(number * 65_536), vlan: 0, on: number % 2 == 0 ? 0 : 3, at: .zero)
        }
        var seen: [AddressSnapshot] = []
        for second in 1...200 {
            // Stations of one port go, others come and age out, and those that stay wander between two ports.
            if second == 20 { table.forget(3) }
            for _ in 0..<100 {
                table.learn(.station(random.next() & 0x3ff_ffff | 1), vlan: 0, on: 1, at: .seconds(second))
            }
            for number in stride(from: 2, through: 1000, by: 2) {
                table.learn(
                    .station(UInt64(number) * 65_536), vlan: 0, on: second % 2 == 0 ? 0 : 3, at: .seconds(second))
            }
            seen += page(of: table, after: seen.last, limit: 61, at: .seconds(second))
        }
        let stayed = (1...500 as ClosedRange<UInt64>).map { MACAddress.station($0 * 131_072) }
        let counts = Dictionary(grouping: seen, by: \.address).mapValues(\.count)
        #expect(stayed.allSatisfy { counts[$0] == 1 })
        #expect(counts.values.allSatisfy { $0 == 1 })
        #expect(page(of: table, after: seen.last, at: .seconds(200)).isEmpty)
    }

    @Test func `the age is the time since the address was heard`() {
        let table = ForwardingTableTests.table()
        table.learn(.station(1), vlan: 0, on: 0, at: .seconds(1000))
        #expect(page(of: table, at: .seconds(1000)).map(\.age) == [.zero])
        let age = page(of: table, at: .seconds(1100)).first?.age ?? .zero
        #expect(age > .milliseconds(99_900) && age < .milliseconds(100_100))
        table.learn(.station(1), vlan: 0, on: 0, at: .seconds(1100))
        #expect(page(of: table, at: .seconds(1100)).map(\.age) == [.zero])
    }

    @Test func `what has aged out, is nowhere or behind a trunk is on no page`() {
        let table = ForwardingTableTests.table(ageing: .seconds(10))
        table.learn(.station(1), vlan: 0, on: 0, at: .zero)
        table.learn(.station(2), vlan: 0, on: 0, at: .seconds(10))
        table.learn(.station(3), vlan: 0, on: 1, at: .seconds(10))
        table.learn(.station(4), vlan: 0, on: 2, at: .seconds(10))
        table.learn(.station(5), vlan: 0, on: Trunk.firstPlace, at: .seconds(10))
        table.forget(1)
        #expect(page(of: table, at: .seconds(15)).map(\.address) == [.station(2)])
    }

    @Test func `a record of an address in whatever VLAN is on no page`() {
        let table = ForwardingTableTests.table()
        table.keepOwners(at: .zero)
        table.learn(.station(1), vlan: 5, on: 0, at: .zero)
        #expect(page(of: table).map(\.vlan) == [5])
    }

    @Test func `a page of no addresses is empty`() {
        let table = ForwardingTableTests.table()
        table.learn(.station(1), vlan: 0, on: 0, at: .zero)
        #expect(page(of: table, limit: 0).isEmpty)
        #expect(page(of: table, limit: -1).isEmpty)
    }
}
