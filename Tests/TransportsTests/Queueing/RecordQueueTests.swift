import Testing

@testable import Transports

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
}
