import Testing

@testable import Transports

@Suite struct ByteQueueTests {
    private func append(_ bytes: [UInt8], to queue: ByteQueue) -> Bool { bytes.withUnsafeBytes { queue.append($0) } }

    @Test func keepsBytesInOrderWhileTheyComeAndGo() {
        let queue = ByteQueue(limit: 100_000)
        var (next, expected): (UInt8, UInt8) = (0, 0)
        for round in 0..<2_000 {
            let bytes = (0..<(round * 7 % 97)).map { _ in
                defer { next &+= 1 }
                return next
            }
            #expect(append(bytes, to: queue))
            let taken = min(queue.count, round * 11 % 89)
            for byte in queue.pending.prefix(taken) {
                #expect(byte == expected)
                expected &+= 1
            }
            queue.consume(taken)
        }
        #expect(Array(queue.pending) == (0..<queue.count).map { expected &+ UInt8(truncatingIfNeeded: $0) })
    }

    @Test func holdsAsMuchAsItsLimitAndNoByteMore() {
        let queue = ByteQueue(limit: 10_000)
        #expect(append([UInt8](repeating: 1, count: 9_999), to: queue))
        #expect(!append([2, 3], to: queue))
        #expect(append([2], to: queue))
        #expect(!append([3], to: queue))
        #expect(queue.count == 10_000)
        queue.consume(1)
        #expect(append([3], to: queue))
        #expect(queue.pending.last == 3)
    }

    @Test func countsOnlyWhatIsCommittedOfTheRoomItLends() throws {
        let queue = ByteQueue(limit: 100)
        let room = try #require(queue.room(for: 50))
        #expect(room.count == 50)
        room[0] = 7
        #expect(queue.isEmpty)
        queue.commit(1)
        #expect(Array(queue.pending) == [7])
    }

    @Test func lendsNoRoomForANegativeLengthOrOneThatOverflows() {
        let queue = ByteQueue(limit: 100)
        #expect(queue.room(for: -1) == nil)
        #expect(queue.room(for: .max) == nil)
    }

    @Test func trimsOnlyWhenItIsEmpty() {
        let queue = ByteQueue(limit: 100)
        #expect(append([1, 2, 3], to: queue))
        queue.trim()
        #expect(Array(queue.pending) == [1, 2, 3])
        queue.consume(3)
        queue.trim()
        #expect(append([4], to: queue))
        #expect(Array(queue.pending) == [4])
    }
}
