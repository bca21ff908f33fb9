import Testing

@testable import Streams

@Suite struct HelpingTests {
    private static let (short, long) = (Duration.microseconds(20), Duration.milliseconds(1))
    private var helping = Helping()

    @Test mutating func `what takes too long is taken in smaller helpings`() {
        helping.taken(Helping.most, frames: 10, in: Self.long)
        #expect(helping.byteCount == Helping.most / 2)
        helping.taken(20_000, frames: 10, in: Self.long)
        #expect(helping.byteCount == 10_000)
        for _ in 0..<10 { helping.taken(10_000, frames: 10, in: Self.long) }
        #expect(helping.byteCount == Helping.least)
    }

    @Test mutating func `helpings grow again when they are eaten up in time`() {
        for _ in 0..<10 { helping.taken(Helping.most, frames: 10, in: Self.long) }
        for _ in 0..<10 { helping.taken(helping.byteCount, frames: 10, in: Self.short) }
        #expect(helping.byteCount == Helping.most)
    }

    @Test mutating func `a new beginning is a small one`() {
        helping.beginAnew()
        #expect(helping.byteCount == Helping.least)
        for _ in 0..<10 { helping.taken(helping.byteCount, frames: 10, in: Self.short) }
        #expect(helping.byteCount == Helping.most)
    }

    @Test mutating func `frames of a transfer may take longer than short ones`() {
        helping.taken(Helping.most, frames: 256, in: .microseconds(150))
        #expect(helping.byteCount == Helping.most)
        helping.taken(20_000, frames: 256, in: .microseconds(150))
        #expect(helping.byteCount == 10_000)
        #expect(Helping.patience(for: 256 * 1024, frames: 256) > Helping.patience(for: 256 * 1023, frames: 256))
    }

    @Test mutating func `little that came tells nothing about much`() {
        helping.taken(8_000, frames: 10, in: Self.long)
        for _ in 0..<10 { helping.taken(100, frames: 10, in: Self.short) }
        #expect(helping.byteCount == 4_000)
    }

    @Test mutating func `helpings are between 1 KiB and 256 KiB, and begin with the largest`() {
        #expect(helping.byteCount == 262_144)
        helping.taken(262_144, frames: 1_000, in: Self.short)
        #expect(helping.byteCount == 262_144)
        helping.beginAnew()
        #expect(helping.byteCount == 1_024)
        helping.taken(1_024, frames: 10, in: Self.long)
        #expect(helping.byteCount == 1_024)
    }

    @Test(arguments: [(511, 1_024), (512, 2_048), (1_024, 2_048)])
    mutating func `half a helping in time is enough to grow`(count: Int, next: Int) {
        helping.beginAnew()
        helping.taken(count, frames: 10, in: Self.short)
        #expect(helping.byteCount == next)
    }

    @Test(
        arguments: [
            (10_239, 40, 262_144), (10_239, 41, 5_119), (10_240, 41, 262_144), (10_240, 200, 262_144),
            (10_240, 201, 5_120),
        ])
    mutating func `short frames have 40 µs, and those of 1 KiB have 200 µs`(count: Int, microseconds: Int, next: Int) {
        helping.taken(count, frames: 10, in: .microseconds(microseconds))
        #expect(helping.byteCount == next)
    }

    @Test func `twice that is how long other work waits`() {
        #expect(Helping.patience(for: 10_239, frames: 10) == .microseconds(80))
        #expect(Helping.patience(for: 10_240, frames: 10) == .microseconds(400))
    }
}
