import Testing

@testable import Transports

@Suite struct HelpingTests {
    private static let (short, long) = (Duration.microseconds(50), Duration.milliseconds(1))
    private var helping = Helping()

    @Test mutating func `what takes too long is taken in smaller helpings`() {
        helping.taken(Helping.most, in: Self.long)
        #expect(helping.byteCount == Helping.most / 2)
        helping.taken(20_000, in: Self.long)
        #expect(helping.byteCount == 10_000)
        for _ in 0..<10 { helping.taken(10_000, in: Self.long) }
        #expect(helping.byteCount == Helping.least)
    }

    @Test mutating func `helpings grow again when they are eaten up in time`() {
        for _ in 0..<10 { helping.taken(Helping.most, in: Self.long) }
        for _ in 0..<10 { helping.taken(helping.byteCount, in: Self.short) }
        #expect(helping.byteCount == Helping.most)
    }

    @Test mutating func `a new beginning is a small one`() {
        helping.beginAnew()
        #expect(helping.byteCount == Helping.least)
        for _ in 0..<10 { helping.taken(helping.byteCount, in: Self.short) }
        #expect(helping.byteCount == Helping.most)
    }

    @Test mutating func `bulk may take longer than many short frames`() {
        helping.taken(Helping.most, in: .microseconds(150))
        #expect(helping.byteCount == Helping.most)
        helping.taken(20_000, in: .microseconds(150))
        #expect(helping.byteCount == 10_000)
    }

    @Test mutating func `little that came tells nothing about much`() {
        helping.taken(8_000, in: Self.long)
        for _ in 0..<10 { helping.taken(100, in: Self.short) }
        #expect(helping.byteCount == 4_000)
    }
}
