import Testing

@testable import Transports

@Suite struct RecordRingTests {
    private let ring = RecordRing()

    private func append(_ record: [UInt8], lending most: Int? = nil) {
        ring.room(for: most ?? record.count).copyBytes(from: record)
        ring.commit(record.count)
    }

    private func take(_ count: Int) -> [UInt8] {
        let record = Array(ring.front.prefix(count))
        ring.consume(count)
        return record
    }

    @Test func givesBackRecordsInOrder() {
        for number in UInt8(0)..<10 { append([number, number]) }
        for number in UInt8(0)..<10 { #expect(take(2) == [number, number]) }
        #expect(ring.isEmpty)
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
        #expect(ring.byteCount == expected.reduce(0) { $0 + $1.count })
    }

    @Test func takesNoMoreMemoryWhileAsMuchComesAsGoes() {
        for _ in 0..<3 { append([UInt8](repeating: 1, count: 1_000)) }
        let capacity = ring.capacity
        for _ in 0..<1_000 {
            append([UInt8](repeating: 2, count: 1_000))
            _ = take(1_000)
        }
        #expect(ring.capacity <= 2 * capacity)
    }

    @Test func forgetsRoomThatWasLentInVain() {
        append([1, 2, 3])
        _ = ring.room(for: 100_000)
        append([4])
        #expect(take(3) == [1, 2, 3])
        #expect(take(1) == [4])
    }

    @Test func givesItsMemoryBackOnceItIsEmpty() {
        append([UInt8](repeating: 0, count: 10_000))
        ring.trim(above: 0)
        #expect(ring.capacity >= 10_000)
        _ = take(10_000)
        ring.trim(above: 100_000)
        #expect(ring.capacity >= 10_000)
        ring.trim(above: 0)
        #expect(ring.capacity == 0)
        append([5])
        #expect(take(1) == [5])
    }
}
