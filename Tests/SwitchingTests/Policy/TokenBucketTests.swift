import SwitchingSupport
import Testing

@testable import Switching

@Suite struct TokenBucketTests {
    private let start = PolicyTick(.seconds(1000))

    private func later(_ interval: Duration) -> PolicyTick { PolicyTick(.seconds(1000) + interval) }

    /// Takes amounts, each after a time from the start.
    private func take(
        _ attempts: [(amount: Double, after: Duration)], of limit: RateLimit = RateLimit(perSecond: 10, burst: 5)
    ) -> [Bool] {
        var bucket = TokenBucket(limit, at: start)
        return attempts.map { bucket.take($0.amount, at: later($0.after)) }
    }

    @Test func `a full bucket lets a burst through and no more`() {
        let attempts = [(1.0, Duration.zero)]
        #expect(take((0..<7).flatMap { _ in attempts }) == [true, true, true, true, true, false, false])
    }

    @Test func `it fills with time, up to its burst`() {
        let verdicts = take([
            (5, .zero), (1, .milliseconds(90)), (1, .milliseconds(110)), (1, .milliseconds(110)),
            (5, .seconds(3600)), (1, .seconds(3600)),
        ])
        #expect(verdicts == [true, false, true, false, true, false])
    }

    @Test func `in the long run the rate comes out, whatever the steps of time`() {
        let attempts = (0..<100_000).map { (1.0, Duration.microseconds(100) * $0) }
        let taken = take(attempts, of: RateLimit(perSecond: 1000, burst: 10)).count { $0 }
        #expect((10_000...10_011).contains(taken))
    }

    @Test func `what is more than a burst needs a full bucket and leaves a debt`() {
        #expect(take([(15, .zero), (15, .milliseconds(1400)), (15, .milliseconds(1600))]) == [true, false, true])
    }

    @Test func `while there are tokens there is no reason to pause`() {
        var bucket = TokenBucket(RateLimit(perSecond: 10_000, burst: 5_000), worthwhile: 1542, at: start)
        #expect(bucket.pause(at: start) == nil)
        _ = bucket.take(3_000, at: start)
        #expect(bucket.pause(at: start) == nil)
    }

    @Test func `a pause lasts until there are tokens for a frame, but not for long`() {
        var bucket = TokenBucket(RateLimit(perSecond: 20_000, burst: 5_000), worthwhile: 1542, at: start)
        _ = bucket.take(5_000, at: start)
        let pause = bucket.pause(at: start) ?? .zero
        #expect((.microseconds(77_090)...(.microseconds(77_110))).contains(pause))
        #expect(bucket.pause(at: later(pause + .microseconds(10))) == nil)
        var slow = TokenBucket(RateLimit(perSecond: 1, burst: 5), worthwhile: 1542, at: start)
        _ = slow.take(5, at: start)
        #expect(slow.pause(at: start) == .milliseconds(100))
        var fast = TokenBucket(RateLimit(perSecond: 1e9, burst: 2_000), worthwhile: 1542, at: start)
        _ = fast.take(2_000, at: start)
        #expect(fast.pause(at: start) == .milliseconds(5))
    }

    @Test func `a pause lasts until there is one token, unless more are worth while`() {
        for (worthwhile, milliseconds) in [(nil, 50), (1, 50), (1.5, 75)] as [(Double?, Int)] {
            let limit = RateLimit(perSecond: 20, burst: 10)
            var bucket =
                worthwhile.map { TokenBucket(limit, worthwhile: $0, at: start) } ?? TokenBucket(limit, at: start)
            _ = bucket.take(10, at: start)
            let pause = bucket.pause(at: start) ?? .zero
            #expect(
                (.milliseconds(milliseconds) - .microseconds(1)...(.milliseconds(milliseconds) + .microseconds(1)))
                    .contains(pause))
        }
    }

    @Test func `a limit that has no burst of its own lets through what comes in a second`() {
        #expect(RateLimit(perSecond: 7).burst == 7)
        #expect(RateLimit(perSecond: 7, burst: 0.5).burst == 0.5)
    }

    @Test func `what has happened already leaves a debt, of a bucketful at most`() {
        var bucket = TokenBucket(RateLimit(perSecond: 10, burst: 5), at: start)
        bucket.charge(7, at: start)
        var verdicts = [290, 310].map { bucket.take(1, at: later(.milliseconds($0))) }
        #expect(verdicts == [false, true])
        bucket.charge(1000, at: later(.seconds(1)))
        verdicts = [1590, 1610].map { bucket.take(1, at: later(.milliseconds($0))) }
        #expect(verdicts == [false, true])
    }

    @Test func `time that goes back fills nothing`() {
        #expect(take([(5, .zero), (1, .seconds(-10))]) == [true, false])
    }
}
