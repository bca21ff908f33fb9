import Testing

@testable import Transports

@Suite struct WaitingRoomTests {
    private var room = WaitingRoom<String>(capacity: 4, perNetwork: 2)

    @Test mutating func letsInAsManyAsItHolds() {
        for (guest, network) in [("a", 1), ("b", 1), ("c", 2), ("d", 2)] {
            #expect(room.enter(guest, from: .number(UInt8(network))).evicted == nil)
        }
        #expect(Set(room.everybody) == ["a", "b", "c", "d"])
    }

    @Test mutating func turnsOutTheOldestOfANetworkThatTakesMoreThanItsShare() {
        _ = room.enter("other", from: .number(2))
        let (first, _) = room.enter("a", from: .number(1))
        let (second, _) = room.enter("b", from: .number(1))
        #expect(room.enter("c", from: .number(1)).evicted == "a")
        #expect(!room.contains(first))
        #expect(room.contains(second))
        #expect(room.enter("d", from: .number(1)).evicted == "b")
        #expect(Set(room.everybody) == ["other", "c", "d"])
    }

    @Test mutating func turnsOutTheOldestOfAllWhenItIsFull() {
        for network in 1...4 { _ = room.enter("\(network)", from: .number(UInt8(network))) }
        #expect(room.enter("5", from: .number(5)).evicted == "1")
        #expect(room.enter("6", from: .number(6)).evicted == "2")
        #expect(room.everybody.count == 4)
    }

    @Test mutating func aSeatedGuestTakesNoRoomAndIsNotTurnedOut() {
        let (number, _) = room.enter("a", from: .number(1))
        room.seat(number)
        for guest in ["b", "c"] { #expect(room.enter(guest, from: .number(1)).evicted == nil) }
        #expect(room.enter("d", from: .number(1)).evicted == "b")
        #expect(room.contains(number))
        #expect(Set(room.everybody) == ["a", "c", "d"])
        #expect(room.unseat(number) == "c")
        #expect(room.unseat(number) == nil)
        #expect(Set(room.everybody) == ["a", "d"])
        #expect(room.enter("e", from: .number(1)).evicted == "d")
        #expect(room.enter("f", from: .number(1)).evicted == "a")
    }

    @Test mutating func aSeatedGuestMayLeave() {
        let (number, _) = room.enter("a", from: .number(1))
        room.seat(number)
        #expect(room.leave(number) == "a")
        #expect(room.unseat(number) == nil)
        #expect(room.everybody.isEmpty)
    }

    @Test mutating func hasRoomAgainWhenSomebodyLeaves() {
        let (number, _) = room.enter("a", from: .number(1))
        _ = room.enter("b", from: .number(1))
        #expect(room.leave(number) == "a")
        #expect(room.leave(number) == nil)
        #expect(room.enter("c", from: .number(1)).evicted == nil)
        #expect(Set(room.everybody) == ["b", "c"])
    }

    @Test mutating func neverHoldsMoreThanItsCapacity() {
        var inside: Set<Int> = []
        for step in 0..<2_000 {
            let (number, _) = room.enter("\(step)", from: .number(UInt8(truncatingIfNeeded: step * step) % 7))
            inside.insert(number)
            if step % 3 == 0, let any = inside.randomElement() { room.leave(any) }
            inside = inside.filter { room.contains($0) }
            #expect(room.everybody.count == inside.count)
            #expect(inside.count <= 4)
        }
    }

    @Test func aGuestWithoutANetworkIsInNobodysWayUntilItHasOne() {
        var room = WaitingRoom<String>(capacity: 10, perNetwork: 2)
        let numbers = ["a", "b", "c", "d"].map { room.enter($0, from: nil).number }
        #expect(room.name(numbers[0], .number(1)) == nil)
        #expect(room.name(numbers[1], .number(1)) == nil)
        #expect(room.name(numbers[2], .number(1)) == "a")
        #expect(room.name(numbers[0], .number(1)) == nil)
        #expect(!room.contains(numbers[0]) && room.contains(numbers[3]))
        room.leave(numbers[3])
        #expect(room.everybody.sorted() == ["b", "c"])
    }
}
