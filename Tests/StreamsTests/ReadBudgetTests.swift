import Testing

@testable import Streams

@Suite struct ReadBudgetTests {
    private static let (short, long) = (Duration.microseconds(20), Duration.milliseconds(1))
    private var readBudget = ReadBudget()

    @Test mutating func `what takes too long is taken in smaller helpings`() {
        readBudget.taken(ReadBudget.most, frames: 10, in: Self.long)
        #expect(readBudget.byteCount == ReadBudget.most / 2)
        readBudget.taken(20_000, frames: 10, in: Self.long)
        #expect(readBudget.byteCount == 10_000)
        for _ in 0..<10 { readBudget.taken(10_000, frames: 10, in: Self.long) }
        #expect(readBudget.byteCount == ReadBudget.least)
    }

    @Test mutating func `helpings grow again when they are eaten up in time`() {
        for _ in 0..<10 { readBudget.taken(ReadBudget.most, frames: 10, in: Self.long) }
        for _ in 0..<10 { readBudget.taken(readBudget.byteCount, frames: 10, in: Self.short) }
        #expect(readBudget.byteCount == ReadBudget.most)
    }

    @Test mutating func `a new beginning is a small one`() {
        readBudget.beginAnew()
        #expect(readBudget.byteCount == ReadBudget.least)
        for _ in 0..<10 { readBudget.taken(readBudget.byteCount, frames: 10, in: Self.short) }
        #expect(readBudget.byteCount == ReadBudget.most)
    }

    @Test mutating func `frames of a transfer may take longer than short ones`() {
        readBudget.taken(ReadBudget.most, frames: 256, in: .microseconds(150))
        #expect(readBudget.byteCount == ReadBudget.most)
        readBudget.taken(20_000, frames: 256, in: .microseconds(150))
        #expect(readBudget.byteCount == 10_000)
        #expect(ReadBudget.patience(for: 256 * 1024, frames: 256) > ReadBudget.patience(for: 256 * 1023, frames: 256))
    }

    @Test mutating func `little that came tells nothing about much`() {
        readBudget.taken(8_000, frames: 10, in: Self.long)
        for _ in 0..<10 { readBudget.taken(100, frames: 10, in: Self.short) }
        #expect(readBudget.byteCount == 4_000)
    }

    @Test mutating func `helpings are between 1 KiB and 256 KiB, and begin with the largest`() {
        #expect(readBudget.byteCount == 262_144)
        readBudget.taken(262_144, frames: 1_000, in: Self.short)
        #expect(readBudget.byteCount == 262_144)
        readBudget.beginAnew()
        #expect(readBudget.byteCount == 1_024)
        readBudget.taken(1_024, frames: 10, in: Self.long)
        #expect(readBudget.byteCount == 1_024)
    }

    @Test(arguments: [(511, 1_024), (512, 2_048), (1_024, 2_048)])
    mutating func `half a readBudget in time is enough to grow`(count: Int, next: Int) {
        readBudget.beginAnew()
        readBudget.taken(count, frames: 10, in: Self.short)
        #expect(readBudget.byteCount == next)
    }

    @Test(
        arguments: [
            (10_239, 40, 262_144), (10_239, 41, 5_119), (10_240, 41, 262_144), (10_240, 200, 262_144),
            (10_240, 201, 5_120),
        ])
    mutating func `short frames have 40 µs, and those of 1 KiB have 200 µs`(count: Int, microseconds: Int, next: Int) {
        readBudget.taken(count, frames: 10, in: .microseconds(microseconds))
        #expect(readBudget.byteCount == next)
    }

    @Test func `twice that is how long other work waits`() {
        #expect(ReadBudget.patience(for: 10_239, frames: 10) == .microseconds(80))
        #expect(ReadBudget.patience(for: 10_240, frames: 10) == .microseconds(400))
    }
}
