import SwitchingSupport
import Testing

@testable import Switching

/// Who gives up an address for whom, at the bounds.
@Suite struct AddressHoldersTests {
    private let accounts = (1...3).map { AddressAccount(number: UInt32($0)) }

    private func enter(_ holders: AddressHolders, _ place: UInt32, limit: Int) -> Bool {
        holders.enter(place, limit: limit)
    }

    /// Places 1 to 3 are ports of the accounts, place 0 is no peer's.
    private func holders(_ counts: [Int]) -> AddressHolders {
        let holders = AddressHolders()
        for (index, account) in accounts.enumerated() { holders.seat(account, at: index + 1) }
        for (place, count) in counts.enumerated() {
            for _ in 0..<count { #expect(enter(holders, UInt32(place), limit: .max)) }
        }
        return holders
    }

    @Test func `a place is its account's, and others are nobody's`() {
        let holders = holders([])
        #expect((0...4).map { holders.number(of: $0) } == [0, 1, 2, 3, 0])
        #expect(holders.number(of: Trunk.firstPlace | 7) == 7)
        #expect((0...3).map { holders.count(of: $0) } == [0, 0, 0, 0])
        #expect((0...4).allSatisfy { !holders.isBound($0) })
    }

    @Test(arguments: [(5, 3, true), (4, 3, false), (3, 3, false), (1, 0, false), (2, 0, true)])
    func `a peer gives up what it has beyond one more than the other`(loser: Int, winner: Int, isGivenUp: Bool) {
        let holders = holders([0, loser, winner])
        #expect(holders.givesUp(1, for: 2, capacity: 100) == isGivenUp)
        #expect(!holders.givesUp(1, for: 1, capacity: 100))
    }

    @Test(arguments: [(4, false), (5, false), (6, true)])
    func `what is no peer's gives up what is beyond half of the table`(count: Int, isGivenUp: Bool) {
        #expect(holders([count, 0]).givesUp(0, for: 1, capacity: 10) == isGivenUp)
    }

    @Test(arguments: [(4, true), (5, false), (6, false)])
    func `what is no peer's takes up to half of the table`(count: Int, isGivenUp: Bool) {
        #expect(holders([count, 1]).givesUp(1, for: 0, capacity: 10) == isGivenUp)
    }

    @Test func `who is bound gives up nothing`() {
        let holders = holders([0, 9, 1])
        holders.bind(1, true)
        #expect(holders.isBound(1) && !holders.isBound(2))
        #expect(!holders.givesUp(1, for: 2, capacity: 10) && !holders.givesUp(1, for: 0, capacity: 10))
        holders.bind(1, false)
        #expect(holders.givesUp(1, for: 2, capacity: 10))
    }

    @Test(arguments: [(1, 1), (15, 1), (31, 1), (32, 2), (47, 2), (48, 3)])
    func `who is bound has a sixteenth of a table, and one at least`(capacity: Int, share: Int) {
        let holders = holders([])
        holders.bind(1, true)
        for _ in 0..<share {
            #expect(holders.hasShare(1, of: capacity))
            #expect(enter(holders, 1, limit: .max))
        }
        #expect(!holders.hasShare(1, of: capacity))
        #expect(holders.hasShare(9, of: capacity), "nobody knows it yet")
    }

    @Test func `and of what others that are bound leave`() {
        let holders = holders([0, 2, 16])
        for _ in 0..<2 { for number: UInt32 in 1...2 { holders.bind(number, true) } }
        // 64 places less 16, 48 places, are three.
        #expect(holders.hasShare(1, of: 64))
        #expect(enter(holders, 1, limit: .max))
        #expect(!holders.hasShare(1, of: 64))
        holders.leave(1)
        #expect(enter(holders, 2, limit: .max))
        #expect(!holders.hasShare(1, of: 64))
        for _ in 0..<2 { holders.bind(2, false) }
        #expect(enter(holders, 1, limit: .max))
        #expect(holders.hasShare(1, of: 64))
        #expect(enter(holders, 1, limit: .max))
        #expect(!holders.hasShare(1, of: 64))
    }

    @Test func `an account is full on all its places`() {
        let holders = holders([0, 2])
        holders.seat(accounts[0], at: 4)
        #expect(holders.isFull(1, limit: 2) && holders.isFull(4, limit: 2) && !holders.isFull(4, limit: 3))
        #expect(!enter(holders, 4, limit: 2))
        #expect(holders.count(of: 1) == 2)
        #expect(!holders.isFull(0, limit: 0) && !holders.isFull(5, limit: 0), "nobody's is never full")
        holders.leave(4)
        #expect(enter(holders, 4, limit: 2))
        #expect(holders.count(of: 1) == 2)
        holders.leave(ForwardingTable.nowhere)
        #expect(enter(holders, ForwardingTable.nowhere, limit: 0))
    }

    @Test func `who found nothing does not look again until then`() {
        let holders = AddressHolders()
        let moment = AgeingTick(.seconds(10))
        #expect(!holders.isRefused(1, at: moment))
        holders.refuse(1, until: moment)
        #expect(holders.isRefused(1, at: AgeingTick(.seconds(9))) && !holders.isRefused(2, at: AgeingTick(.seconds(9))))
        #expect(!holders.isRefused(1, at: moment))
    }
}
