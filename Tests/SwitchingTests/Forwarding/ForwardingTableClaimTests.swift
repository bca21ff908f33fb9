import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Switching

/// A table that several holders want addresses of, in several VLANs.
@Suite struct ForwardingTableClaimTests {
    /// Places 0 to 5 are ports of three peers, two of each; all others are no peer's.
    private static func table(capacity: Int, seed: UInt64) -> (ForwardingTable, [AddressAccount]) {
        let table = ForwardingTableTests.table(capacity: capacity, ageing: .seconds(10), seed: seed)
        let accounts = (1...3).map { AddressAccount(number: UInt32($0)) }
        for place in 0..<6 { table.holders.seat(accounts[place / 2], at: place) }
        return (table, accounts)
    }

    private static func holder(of place: UInt32) -> UInt32 { place < 6 ? place / 2 + 1 : 0 }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `no address is claimed that another has used lately, in whatever VLAN`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (table, _) = Self.table(capacity: 4096, seed: seed)
        table.keepOwners(at: .zero)
        var used: [MACAddress: (holder: UInt32, heard: Duration)] = [:]
        var now = Duration.zero
        for _ in 0..<20_000 {
            // Always past one step of the clock, so that what was heard is noted.
            now += .milliseconds(Int.random(in: 75..<200, using: &generator))
            let address = MACAddress.station(UInt64.random(in: 0..<40, using: &generator))
            let key = AddressKey(address, vlan: UInt16.random(in: 0..<4, using: &generator))
            let place = UInt32.random(in: 0..<8, using: &generator)
            let holder = Self.holder(of: place)
            let isFree = used[address].map { $0.holder == holder || $0.heard + .seconds(11) < now } ?? true
            let isTaken = used[address].map { $0.holder != holder && $0.heard + .milliseconds(9_900) > now } ?? false
            if holder == 0 {
                table.learn(key, on: place, at: now)
                used[address] = (holder, now)
                continue
            }
            switch table.claim(key, by: ForwardingTable.Claimant(port: place, isBound: true), at: now) {
            case .known, .added:
                #expect(!isTaken)
                used[address] = (holder, now)
            case .held(let other):
                // Who has it on another port of its own is asked whether it goes round, and has it.
                #expect(!isFree || Self.holder(of: other) == holder)
                guard Self.holder(of: other) == holder else { continue }
                #expect(!isTaken)
                table.learn(key, on: place, at: now)
                used[address] = (holder, now)
            case .heldElsewhere(let other): #expect(!isFree && Self.holder(of: other) != holder)
            case .full, .overLimit: Issue.record("there is room")
            }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `what is counted is what is there, whatever comes and goes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (table, accounts) = Self.table(capacity: 100, seed: seed)
        var now = Duration.zero
        for step in 0..<20_000 {
            now += .milliseconds(Int.random(in: 0..<20, using: &generator))
            let place = UInt32.random(in: 0..<8, using: &generator)
            let key = AddressKey(
                .station(UInt64.random(in: 0..<300, using: &generator)),
                vlan: UInt16.random(in: 0..<2, using: &generator))
            switch Int.random(in: 0..<1000, using: &generator) {
            case 0: table.forget(place)
            case 1: table.reclaim(Self.holder(of: place), at: now)
            case 2: table.holders.bind(1, Bool.random(using: &generator))
            case 3 where step > 10_000: table.keepOwners(at: now)
            case 4..<500: table.learn(key, on: place, at: now)
            default:
                let isBound = table.holders.isBound(Self.holder(of: place))
                _ = table.claim(
                    key, by: ForwardingTable.Claimant(port: place, isBound: isBound, limit: 60), at: now)
            }
            guard step.isMultiple(of: 100) else { continue }
            Self.expectConsistency(of: table, accounts, at: now)
        }
    }

    private static func expectConsistency(of table: ForwardingTable, _ accounts: [AddressAccount], at now: Duration) {
        let taken = table.records.slots.entries.filter { $0.key != .none }
        let addresses = taken.filter { !$0.key.isOfAnyVLAN }
        #expect(table.records.count == addresses.count && table.records.count <= table.capacity)
        #expect(table.records.ownerCount == taken.count - addresses.count)
        let alive = Set(addresses.filter { $0.isAlive(at: AgeingTick(now)) }.map { $0.key.address })
        let owners = taken.filter { $0.key.isOfAnyVLAN && $0.isAlive(at: AgeingTick(now)) }
        #expect(owners.allSatisfy { alive.contains($0.key.address) })
        for number: UInt32 in 0...3 {
            let count = addresses.count { $0.port != ForwardingTable.nowhere && holder(of: $0.port) == number }
            #expect(table.holders.count(of: number) == count)
            guard number > 0 else { continue }
            let account = accounts[Int(number) - 1]
            #expect(account.isFull(count) && !account.isFull(count + 1))
        }
    }
}
