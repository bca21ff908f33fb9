import Testing

@testable import Queueing

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

    @Test("Its memory is a power of two, from 4,096 bytes on, and no more than what waits needs")
    func capacities() {
        for (count, capacity) in [(1, 4_096), (4_096, 4_096), (4_097, 8_192), (8_192, 8_192), (8_193, 16_384)] {
            let queue = ByteQueue(limit: 100_000)
            #expect(append([UInt8](repeating: 1, count: count), to: queue))
            #expect(queue.capacity == capacity)
        }
    }

    @Test("What waits is moved when that frees half of the memory, and otherwise there is more", arguments: [0, 1])
    func moving(excess: Int) {
        let queue = ByteQueue(limit: 100_000)
        #expect(append([UInt8](repeating: 1, count: 8_192), to: queue))
        queue.consume(8_092)
        #expect(append([UInt8](repeating: 2, count: 3_996 + excess), to: queue))
        #expect(queue.capacity == (excess == 0 ? 8_192 : 16_384))
        #expect(
            queue.pending.elementsEqual(Array(repeating: 1, count: 100) + Array(repeating: 2, count: 3_996 + excess)))
    }

    @Test func trimsNoMoreThanItIsTold() {
        let queue = ByteQueue(limit: 100)
        #expect(append([1], to: queue))
        queue.consume(1)
        #expect(queue.trim(above: 4_096) == 0)
        #expect(queue.capacity == 4_096)
        #expect(queue.trim(above: 4_095) == 4_096)
        #expect(queue.capacity == 0)
        #expect(queue.trim() == 0)
    }

    @Test func takesAndGivesNothing() {
        let queue = ByteQueue(limit: 100)
        #expect(append([], to: queue))
        queue.commit(0)
        queue.consume(0)
        #expect(append([UInt8](repeating: 1, count: 100), to: queue))
        queue.consume(0)
        #expect(append([], to: queue))
        queue.removeAll()
        #expect(queue.isEmpty && queue.count == 0)
        #expect(append([7], to: queue))
        #expect(Array(queue.pending) == [7])
    }

    @Test func trapsWhereMoreIsCommittedOrConsumedThanThereIs() async {
        await #expect(processExitsWith: .failure) { ByteQueue(limit: 100).commit(1) }
        await #expect(processExitsWith: .failure) { ByteQueue(limit: 100).consume(1) }
        await #expect(processExitsWith: .failure) { ByteQueue(limit: 100).consume(-1) }
    }
}
