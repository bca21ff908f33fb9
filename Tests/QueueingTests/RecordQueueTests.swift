import Testing

@testable import Queueing

@Suite struct RecordQueueTests {
    private let records = RecordQueue()

    private func append(_ record: [UInt8], lending most: Int? = nil) {
        records.room(for: most ?? record.count).copyBytes(from: record)
        records.commit(record.count)
    }

    private func take(_ count: Int) -> [UInt8] {
        let record = Array(records.front.prefix(count))
        records.consume(count)
        return record
    }

    @Test func givesBackRecordsInOrder() {
        for number in UInt8(0)..<10 { append([number, number]) }
        for number in UInt8(0)..<10 { #expect(take(2) == [number, number]) }
        #expect(records.isEmpty)
    }

    @Test func keepsEachRecordInOnePieceHoweverManyCameAndWent() {
        var generator = SystemRandomNumberGenerator()
        var expected: [[UInt8]] = []
        for number in 0..<20_000 {
            if Bool.random(using: &generator) || expected.isEmpty {
                let size = Int.random(in: 1...900, using: &generator)
                let record = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: size)
                append(record, lending: size + Int.random(in: 0...100, using: &generator))
                expected.append(record)
            } else {
                let record = expected.removeFirst()
                guard take(record.count) == record else {
                    Issue.record("record \(number) came back otherwise")
                    return
                }
            }
            if number % 5_000 == 0 { expected.removeAll { take($0.count) == $0 } }
        }
        #expect(records.byteCount == expected.reduce(0) { $0 + $1.count })
    }

    @Test func takesNoMoreMemoryWhileAsMuchComesAsGoes() {
        for _ in 0..<3 { append([UInt8](repeating: 1, count: 1_000)) }
        let capacity = records.capacity
        for _ in 0..<1_000 {
            append([UInt8](repeating: 2, count: 1_000))
            _ = take(1_000)
        }
        #expect(records.capacity <= 2 * capacity)
    }

    @Test func forgetsRoomThatWasLentInVain() {
        append([1, 2, 3])
        _ = records.room(for: 100_000)
        append([4])
        #expect(take(3) == [1, 2, 3])
        #expect(take(1) == [4])
    }

    @Test func givesItsMemoryBackOnceItIsEmpty() {
        append([UInt8](repeating: 0, count: 10_000))
        records.trim(above: 0)
        #expect(records.capacity >= 10_000)
        _ = take(10_000)
        records.trim(above: 100_000)
        #expect(records.capacity >= 10_000)
        records.trim(above: 0)
        #expect(records.capacity == 0)
        append([5])
        #expect(take(1) == [5])
    }

    @Test(
        "The memory taken is not much more than what waits, and is given back as it empties",
        arguments: [40, 1_546, 68_000])
    func memory(size: Int) {
        let record = [UInt8](repeating: 7, count: size)
        var excess = 0
        for _ in 0..<200 {
            append(record)
            excess = max(excess, records.capacity - 2 * records.byteCount)
        }
        #expect(excess <= max(4096, size))
        for _ in 0..<200 {
            #expect(take(size) == record)
            // The first block may be as good as empty, and so may the last; one is kept in case that as much comes again.
            #expect(records.capacity - records.byteCount <= 3 * 260 * 1024)
        }
    }

    @Test(arguments: [1, 4_096, 5_000, 300_000])
    func tellsHowMuchItWillTake(size: Int) {
        for count in [0, 10, 100] {
            for _ in 0..<count { append([UInt8](repeating: 1, count: 1_000)) }
            let (before, growth) = (records.capacity, records.growth(for: size))
            _ = records.room(for: size)
            #expect(records.capacity <= before + growth)
            #expect(records.growth(for: size) == 0)
        }
    }

    @Test(
        "Its memory comes in steps of 4,096 bytes", arguments: [(0, 4_096), (1, 4_096), (4_096, 4_096), (4_097, 8_192)])
    func grain(size: Int, capacity: Int) {
        #expect(records.growth(for: size) == capacity)
        #expect(records.room(for: size).count == size)
        #expect(records.capacity == capacity)
    }

    @Test("A block is for half as much as waits, and for 256 KiB at most")
    func blocks() {
        let capacities = (0..<10).map { _ in
            append([UInt8](repeating: 1, count: 4_096))
            return records.capacity / 4_096
        }
        #expect(capacities == [1, 2, 3, 4, 6, 6, 9, 9, 9, 13])
        for size in [64, 4_096] {
            while records.byteCount < 1_048_576 || records.growth(for: size) == 0 {
                append([UInt8](repeating: 1, count: size))
            }
            #expect(records.growth(for: size) == 262_144)
        }
    }

    @Test("Records of one byte are counted like others")
    func tiny() {
        for _ in 0...12_288 { append([1]) }
        #expect(records.capacity == 12_288 + 8_192)
    }

    @Test("An empty block is used again where it is large enough, and at least half as large as another would be")
    func spare() {
        let record = [UInt8](repeating: 1, count: 4_096)
        for _ in 0..<2 { append(record) }
        _ = take(4_096)
        #expect(records.growth(for: 4_096) == 0 && records.growth(for: 4_097) == 8_192)
        _ = take(4_096)
        records.trim(above: 0)
        for _ in 0..<6 { append(record) }
        #expect(records.growth(for: 4_096) == 12_288)
        _ = take(4_096)
        #expect(records.growth(for: 4_096) == 0)
    }

    @Test("An empty block that is much smaller than another would be is not used")
    func smallSpare() {
        let record = [UInt8](repeating: 1, count: 4_096)
        for _ in 0..<9 { append(record) }
        for _ in 0..<3 { _ = take(4_096) }
        #expect(records.growth(for: 4_096) == 12_288)
        // The larger of two is kept.
        for _ in 0..<3 { _ = take(4_096) }
        #expect(records.growth(for: 8_192) == 0)
    }

    @Test func keepsTheFirstBlockAloneOnceItIsEmpty() {
        append([1, 2, 3])
        _ = records.room(for: 100_000)
        #expect(records.capacity > 100_000)
        _ = take(3)
        #expect(records.capacity == 4_096)
        records.trim(above: 4_096)
        #expect(records.capacity == 4_096)
        records.commit(0)
        records.consume(0)
        records.trim(above: 4_095)
        #expect(records.capacity == 0)
    }

    @Test func givesTheEmptyBlockBackWhileOthersWait() {
        for _ in 0..<2 { append([UInt8](repeating: 1, count: 4_096)) }
        _ = take(4_096)
        records.trim(above: 8_192)
        #expect(records.capacity == 8_192)
        records.trim(above: 8_191)
        #expect(records.capacity == 4_096)
        #expect(take(4_096).count == 4_096)
    }

    @Test func trapsWhereMoreIsCommittedOrConsumedThanThereIs() async {
        await #expect(processExitsWith: .failure) { RecordQueue().commit(1) }
        await #expect(processExitsWith: .failure) { RecordQueue().consume(1) }
        await #expect(processExitsWith: .failure) { RecordQueue().consume(-1) }
    }
}
