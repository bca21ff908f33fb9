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

    @Test("begins with one when it was not at it for long, however soon it has to drop again")
    mutating func countsFromOne() {
        #expect((0...100).filter { drops(isLong: true, at: $0) } == [100])
        #expect(!drops(isLong: false, at: 101))
        #expect((102...400).filter { drops(isLong: true, at: $0) } == [202, 302, 373])
    }

    @Test("forgets its rate when the next drop would have been due sixteen intervals ago", arguments: [15, 16, 17])
    mutating func forgetsTheRate(intervals: Int) {
        let interval = Duration.milliseconds(100)
        #expect((0..<460).filter { drops(isLong: true, at: $0) }.count == 6)
        #expect(!drops(isLong: false, at: 460))
        // What was due after six drops: 100, and then six pauses.
        let due = (1...6).reduce(interval) { $0 + interval / Double($1).squareRoot() }
        let begin = due + interval * intervals
        let looks = [begin - interval, begin, begin + .milliseconds(50), begin + interval]
        let dropped = looks.map { codel.drops(isLong: true, at: $0, interval: interval) }
        #expect(dropped == [false, true, intervals < 16, true])
    }
}
