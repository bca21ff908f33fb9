import Testing

@testable import Transports

@Suite struct HelpingTests {
    private var helping = Helping()

    @Test mutating func `what takes too long is taken in smaller helpings`() {
        helping.taken(Helping.most, tookTooLong: true)
        #expect(helping.byteCount == Helping.most / 2)
        helping.taken(20_000, tookTooLong: true)
        #expect(helping.byteCount == 10_000)
        for _ in 0..<10 { helping.taken(10_000, tookTooLong: true) }
        #expect(helping.byteCount == Helping.least)
    }

    @Test mutating func `helpings grow again when they are eaten up in time`() {
        for _ in 0..<10 { helping.taken(Helping.most, tookTooLong: true) }
        for _ in 0..<10 { helping.taken(helping.byteCount, tookTooLong: false) }
        #expect(helping.byteCount == Helping.most)
    }

    @Test mutating func `little that came tells nothing about much`() {
        helping.taken(8_000, tookTooLong: true)
        for _ in 0..<10 { helping.taken(100, tookTooLong: false) }
        #expect(helping.byteCount == Helping.least)
    }
}
