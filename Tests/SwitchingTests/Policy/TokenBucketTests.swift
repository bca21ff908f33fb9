import Testing

@testable import Switching

@Suite struct TokenBucketTests {
    private let start = PolicyTick(.seconds(1000))

    private func later(_ interval: Duration) -> PolicyTick { PolicyTick(.seconds(1000) + interval) }

    @Test func `a full bucket lets a burst through and no more`() {
        var bucket = TokenBucket(RateLimit(perSecond: 10, burst: 5), at: start)
        let verdicts = (0..<7).map { _ in bucket.take(1, at: start) }
        #expect(verdicts == [true, true, true, true, true, false, false])
    }

    @Test func `it fills with time, up to its burst`() {
        var bucket = TokenBucket(RateLimit(perSecond: 10, burst: 5), at: start)
        #expect(bucket.take(5, at: start))
        #expect(!bucket.take(1, at: later(.milliseconds(90))))
        #expect(bucket.take(1, at: later(.milliseconds(110))))
        #expect(!bucket.take(1, at: later(.milliseconds(110))))
        #expect(bucket.take(5, at: later(.seconds(3600))))
        #expect(!bucket.take(1, at: later(.seconds(3600))))
    }

    @Test func `in the long run the rate comes out, whatever the steps of time`() {
        var bucket = TokenBucket(RateLimit(perSecond: 1000, burst: 10), at: start)
        var taken = 0
        for step in 0..<100_000 where bucket.take(1, at: later(.microseconds(100) * step)) { taken += 1 }
        #expect((10_000...10_011).contains(taken))
    }

    @Test func `what is more than a burst needs a full bucket and leaves a debt`() {
        var bucket = TokenBucket(RateLimit(perSecond: 10, burst: 5), at: start)
        #expect(bucket.take(15, at: start))
        #expect(!bucket.take(15, at: later(.milliseconds(1400))))
        #expect(bucket.take(15, at: later(.milliseconds(1600))))
    }

    @Test func `time that goes back fills nothing`() {
        var bucket = TokenBucket(RateLimit(perSecond: 10, burst: 5), at: start)
        #expect(bucket.take(5, at: start))
        #expect(!bucket.take(1, at: later(.seconds(-10))))
    }
}
