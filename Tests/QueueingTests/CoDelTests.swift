import Queueing
import Testing

@Suite struct CoDelTests {
    private var codel = CoDel()

    /// Judges a queue at a time, in milliseconds.
    private mutating func drops(isLong: Bool, at now: Int) -> Bool {
        codel.drops(isLong: isLong, at: .milliseconds(now), interval: .milliseconds(100))
    }

    @Test mutating func dropsNothingWhileTheQueueIsShort() {
        #expect((0..<10_000).allSatisfy { !drops(isLong: false, at: $0) })
    }

    @Test("drops after a whole interval, and then at intervals divided by the square root of the count (RFC 8289 §5.2)")
    mutating func dropsFasterAndFaster() {
        // 100 after the first; then 100 / √1, 100 / √2, 100 / √3 … later, each rounded up to the millisecond of the next packet.
        #expect((0..<460).filter { drops(isLong: true, at: $0) } == [100, 200, 271, 329, 379, 424])
    }

    @Test mutating func startsAnewWhenTheQueueWasShortOnce() {
        let looks = [(0, true), (99, false), (100, true), (199, true), (200, true)]
        #expect(looks.map { now, isLong in drops(isLong: isLong, at: now) } == [false, false, false, false, true])
    }

    @Test("goes on at the rate that it had, when it has to drop again soon (RFC 8289 §5.4)")
    mutating func remembersTheRate() {
        #expect((0..<460).filter { drops(isLong: true, at: $0) }.count == 6)
        #expect(!drops(isLong: false, at: 460))
        // 100 until the first; the fifth pause, 100 / √5, until the next.
        #expect((461..<620).filter { drops(isLong: true, at: $0) } == [561, 606])
    }
}
