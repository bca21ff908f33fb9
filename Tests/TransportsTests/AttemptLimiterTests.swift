import Testing

@testable import Transports

@Suite struct AttemptLimiterTests {
    private var limiter = AttemptLimiter(burst: 3, interval: .seconds(10), capacity: 4)
    private let here = PeerNetwork.number(1)
    private let there = PeerNetwork.number(2)

    /// Makes so many attempts that fail, and returns how many could be made.
    private mutating func fail(_ count: Int, from network: PeerNetwork, at now: Duration = .zero) -> Int {
        (0..<count).count { _ in
            guard limiter.begin(from: network, at: now) == .begins else { return false }
            limiter.end(from: network, isFailure: true, at: now)
            return true
        }
    }

    @Test mutating func letsSoManyFailAtOnceAndThenOneAfterEachInterval() {
        #expect(fail(10, from: here) == 3)
        #expect(limiter.begin(from: here, at: .seconds(4)) == .refused(.seconds(6)))
        #expect(fail(10, from: here, at: .seconds(10)) == 1)
        #expect(limiter.begin(from: here, at: .seconds(10)) == .refused(.seconds(10)))
        #expect(fail(10, from: here, at: .seconds(1000)) == 3)
    }

    @Test mutating func doesNotLetOneNetworkPayForAnother() {
        #expect(fail(10, from: here) == 3)
        #expect(fail(10, from: there) == 3)
    }

    @Test mutating func doesNotCountWhatWasRight() {
        for _ in 0..<100 {
            #expect(limiter.begin(from: here, at: .zero) == .begins)
            limiter.end(from: here, isFailure: false, at: .zero)
        }
        #expect(limiter.count == 0)
        #expect(fail(10, from: here) == 3)
    }

    @Test mutating func letsNoMoreBeDecidedOnThanMayFail() {
        for _ in 0..<3 { #expect(limiter.begin(from: here, at: .zero) == .begins) }
        #expect(limiter.begin(from: here, at: .zero) == .waits)
        limiter.end(from: here, isFailure: false, at: .zero)
        #expect(limiter.begin(from: here, at: .zero) == .begins)
        for _ in 0..<3 { limiter.end(from: here, isFailure: true, at: .zero) }
        #expect(limiter.begin(from: here, at: .zero) == .refused(.seconds(10)))
    }

    @Test mutating func forgetsTheOldAndThenTheLeastWhereThereAreTooMany() {
        for number in 1...4 as ClosedRange<UInt8> { #expect(fail(Int(number) % 3 + 1, from: .number(number)) > 0) }
        #expect(limiter.count == 4)
        // The third had failed once, the others more often.
        #expect(fail(3, from: .number(5)) == 3)
        #expect(limiter.count == 4)
        #expect(limiter.begin(from: .number(2), at: .zero) == .refused(.seconds(10)))
        #expect(fail(10, from: .number(3)) == 3)
        // By now all of that is forgiven.
        #expect(fail(1, from: .number(6), at: .seconds(100)) == 1)
        #expect(limiter.count == 1)
    }
}
