import Switching
import Testing

@testable import Node

@Suite struct EventRingTests {
    /// A ring of four with these numbers in it.
    private func ring(_ numbers: [UInt64]) -> EventRing {
        var ring = EventRing(capacity: 4)
        for number in numbers {
            ring.append(EventRing.Entry(number: number, event: .policyRead(file: "\(number)")))
        }
        return ring
    }

    /// All numbers that are found one behind the other.
    private func numbers(in ring: EventRing) -> [UInt64] {
        var found: [UInt64] = []
        while let entry = ring.first(after: found.last ?? 0) { found.append(entry.number) }
        return found
    }

    @Test func `an empty ring has nothing behind any number`() {
        #expect(ring([]).first(after: 0) == nil)
        #expect(ring([]).first(after: .max) == nil)
    }

    @Test(arguments: 1...11)
    func `the newest four are kept, in order, wherever the ring begins`(count: Int) {
        let all = (1...count).map { UInt64($0) * 10 }
        #expect(numbers(in: ring(all)) == Array(all.suffix(4)))
    }

    @Test func `what is behind a number is found, whether that is there or not`() {
        let ring = ring([10, 20, 30, 40, 50, 60])
        let found = [0, 29, 30, 31, 59, 60, 61].map { ring.first(after: $0)?.number }
        #expect(found == [30, 30, 40, 40, 60, nil, nil])
    }
}
