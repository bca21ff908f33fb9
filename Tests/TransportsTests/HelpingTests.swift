import Testing

@testable import Transports

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
}
