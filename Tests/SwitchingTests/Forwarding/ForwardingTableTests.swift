import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Switching

@Suite struct ForwardingTableTests {
    static func table(capacity: Int = 8192, ageing: Duration = .seconds(300), seed: UInt64 = 1) -> ForwardingTable {
        var configuration = SwitchConfiguration()
        configuration.addressCapacity = capacity
        configuration.ageing = ageing
        var generator = SeededGenerator(seed: seed)
        return ForwardingTable(configuration: configuration, hash: KeyedHash(generator.next(), generator.next()))
    }

    @Test func `an address is found where it was heard`() {
        let table = Self.table()
        table.learn(.station(1), vlan: 0, on: 7, at: .zero)
        #expect(table.port(for: .station(1), vlan: 0, at: .zero) == 7)
        #expect(table.port(for: .station(2), vlan: 0, at: .zero) == nil)
    }

    @Test func `an address moves to where it was heard last`() {
        let table = Self.table()
        table.learn(.station(1), vlan: 0, on: 7, at: .zero)
        table.learn(.station(1), vlan: 0, on: 8, at: .zero)
        #expect(table.port(for: .station(1), vlan: 0, at: .zero) == 8)
        #expect(table.addressCount(at: .zero) == 1)
    }

    @Test func `the same address in two VLANs is two addresses`() {
        let table = Self.table()
        table.learn(.station(1), vlan: 10, on: 1, at: .zero)
        table.learn(.station(1), vlan: 20, on: 2, at: .zero)
        #expect(table.port(for: .station(1), vlan: 10, at: .zero) == 1)
        #expect(table.port(for: .station(1), vlan: 20, at: .zero) == 2)
        #expect(table.port(for: .station(1), vlan: 0, at: .zero) == nil)
    }

    @Test func `an address is remembered for the ageing time and not much longer`() {
        let table = Self.table()
        table.learn(.station(1), vlan: 0, on: 7, at: .seconds(1000))
        #expect(table.port(for: .station(1), vlan: 0, at: .seconds(1300)) == 7)
        #expect(table.port(for: .station(1), vlan: 0, at: .milliseconds(1_300_200)) == nil)
    }

    @Test func `hearing an address again makes it young`() {
        let table = Self.table()
        table.learn(.station(1), vlan: 0, on: 7, at: .zero)
        table.learn(.station(1), vlan: 0, on: 7, at: .seconds(200))
        #expect(table.port(for: .station(1), vlan: 0, at: .seconds(400)) == 7)
    }

    @Test func `a full table learns nothing new and forgets nothing`() {
        let table = Self.table(capacity: 100)
        for number in 0..<200 { table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .zero) }
        for number in 0..<100 { #expect(table.port(for: .station(UInt64(number)), vlan: 0, at: .zero) == 1) }
        for number in 100..<200 { #expect(table.port(for: .station(UInt64(number)), vlan: 0, at: .zero) == nil) }
    }

    @Test func `a full table still follows the addresses that it knows`() {
        let table = Self.table(capacity: 2)
        for number in 0..<3 { table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .zero) }
        table.learn(.station(0), vlan: 0, on: 2, at: .zero)
        #expect(table.port(for: .station(0), vlan: 0, at: .zero) == 2)
    }

    @Test func `what has aged out makes room`() {
        let table = Self.table(capacity: 100)
        for number in 0..<100 { table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .zero) }
        for number in 100..<200 { table.learn(.station(UInt64(number)), vlan: 0, on: 2, at: .seconds(400)) }
        #expect(table.addressCount(at: .seconds(400)) == 100)
        #expect(table.port(for: .station(100), vlan: 0, at: .seconds(400)) == 2)
    }

    @Test func `one address that has aged out among many is found after a bounded number of tries`() {
        let table = Self.table(capacity: 1000)
        table.learn(.station(0), vlan: 0, on: 1, at: .zero)
        for number in 1..<1000 { table.learn(.station(UInt64(number)), vlan: 0, on: 1, at: .seconds(200)) }
        let tries = table.records.slots.entries.count / AddressRecords.sweepLength + 1
        for _ in 0..<tries { table.learn(.station(5000), vlan: 0, on: 2, at: .seconds(301)) }
        #expect(table.port(for: .station(5000), vlan: 0, at: .seconds(301)) == 2)
        for number in 1..<1000 { #expect(table.port(for: .station(UInt64(number)), vlan: 0, at: .seconds(301)) == 1) }
    }

    @Test func `a port's addresses are forgotten with it, and the others' stay`() {
        let table = Self.table()
        for number in 0..<500 { table.learn(.station(UInt64(number)), vlan: 0, on: UInt32(number % 2), at: .zero) }
        table.forget(1)
        #expect(table.addressCount(at: .zero) == 250)
        for number in 0..<500 {
            #expect(table.port(for: .station(UInt64(number)), vlan: 0, at: .zero) == (number % 2 == 0 ? 0 : nil))
        }
    }

    @Test(arguments: [0, -1])
    func `a table for nothing learns nothing`(capacity: Int) {
        let table = Self.table(capacity: capacity)
        table.learn(.station(1), vlan: 0, on: 7, at: .zero)
        #expect(table.port(for: .station(1), vlan: 0, at: .zero) == nil)
    }

    @Test func `a table has a greatest size`() { #expect(Self.table(capacity: .max).capacity == 1 << 20) }

    @Test(arguments: 1...8)
    func `it remembers what a dictionary would, whatever comes and goes`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        // So many places that it is never full: what is not learned then is the model's business in the switch's tests.
        let table = Self.table(capacity: 4000, ageing: .seconds(10), seed: UInt64(seed))
        var model: [MACAddress: (port: UInt32, heard: Duration)] = [:]
        var now = Duration.zero
        for _ in 0..<20_000 {
            // Whole seconds and half seconds apart, so that steps of 72 ms make no difference.
            if Int.random(in: 0..<50, using: &generator) == 0 { now += .seconds(1) }
            let address = MACAddress.station(UInt64.random(in: 0..<1500, using: &generator))
            switch Int.random(in: 0..<100, using: &generator) {
            case 0:
                let port = UInt32.random(in: 0..<4, using: &generator)
                table.forget(port)
                model = model.filter { $0.value.port != port }
            case 1..<60:
                let port = UInt32.random(in: 0..<4, using: &generator)
                table.learn(address, vlan: 0, on: port, at: now)
                model[address] = (port, now)
            default:
                let asked = now + .milliseconds(500)
                let known = model[address].flatMap { $0.heard + .seconds(10) > asked ? $0.port : nil }
                #expect(table.port(for: address, vlan: 0, at: asked) == known)
            }
        }
        #expect(table.addressCount(at: now + .seconds(20)) == 0)
    }
}
