import Testing

@testable import Transports

@Suite struct AttemptLimiterTests {
    private var limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 4)
    private let here: NestedNetworks = "192.0.2.1"
    private let there: NestedNetworks = "198.51.100.1"

    /// Makes attempts that fail, and returns how many could be made.
    private mutating func fail(_ count: Int, at now: Duration = .zero, from networks: (Int) -> NestedNetworks) -> Int {
        (0..<count).count { number in
            guard limiter.verdict(on: networks(number), at: now) == .begins else { return false }
            limiter.begin(networks(number), at: now)
            limiter.end(networks(number), isFailure: true, at: now)
            return true
        }
    }

    private mutating func fail(_ count: Int, from networks: NestedNetworks, at now: Duration = .zero) -> Int {
        fail(count, at: now) { _ in networks }
    }

    @Test mutating func `lets some fail at once and then one after each interval`() {
        #expect(fail(10, from: here) == 3)
        #expect(limiter.verdict(on: here, at: .seconds(4)) == .refused(.seconds(6)))
        #expect(fail(10, from: here, at: .seconds(10)) == 1)
        #expect(limiter.verdict(on: here, at: .seconds(10)) == .refused(.seconds(10)))
        #expect(fail(10, from: here, at: .seconds(1000)) == 3)
    }

    @Test mutating func `does not let one network pay for another`() {
        #expect(fail(10, from: here) == 3)
        #expect(fail(10, from: there) == 3)
    }

    @Test mutating func `a subnet may fail twice as often as a host, and a site four times, and no more`() {
        limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 1_000)
        #expect(fail(300) { .neighbour($0 % 256) } == 6)
        #expect(fail(70_000) { .neighbour($0) } == 6)
        #expect(fail(70_000, at: .seconds(5)) { .neighbour($0) } == 2)
        #expect(fail(10, from: here) == 3)
        #expect(limiter.count < 40)
    }

    @Test mutating func `a neighbour in the same site is not kept out by one host`() {
        #expect(fail(10, from: here) == 3)
        #expect(fail(10, from: "192.0.2.2") == 3)
    }

    @Test mutating func `does not count what was right`() {
        for _ in 0..<100 {
            #expect(limiter.verdict(on: here, at: .zero) == .begins)
            limiter.begin(here, at: .zero)
            limiter.end(here, isFailure: false, at: .zero)
        }
        #expect(limiter.count == 0)
        #expect(fail(10, from: here) == 3)
    }

    @Test mutating func `lets no more be decided on than may fail`() {
        for _ in 0..<3 {
            #expect(limiter.verdict(on: here, at: .zero) == .begins)
            limiter.begin(here, at: .zero)
        }
        #expect(limiter.verdict(on: here, at: .zero) == .waits)
        limiter.end(here, isFailure: false, at: .zero)
        #expect(limiter.verdict(on: here, at: .zero) == .begins)
        limiter.begin(here, at: .zero)
        for _ in 0..<3 { limiter.end(here, isFailure: true, at: .zero) }
        #expect(limiter.verdict(on: here, at: .zero) == .refused(.seconds(10)))
    }

    @Test mutating func `nothing can make up for failures that are enough by themselves`() {
        #expect(fail(2, from: here) == 2)
        limiter.begin(here, at: .zero)
        #expect(limiter.verdict(on: here, at: .zero) == .waits)
        limiter.begin(here, at: .zero)
        limiter.end(here, isFailure: true, at: .zero)
        #expect(limiter.verdict(on: here, at: .zero) == .refused(.seconds(10)))
    }

    @Test mutating func `forgets those with the least to answer for where there are too many`() {
        limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 8)
        #expect(fail(3, from: here) == 3)
        for number in 0..<1_000 {
            #expect(fail(1, from: .site(number)) == 1)
            #expect(limiter.count <= 8)
        }
        #expect(limiter.verdict(on: here, at: .zero) == .refused(.seconds(10)))
        // By now all of that is forgiven.
        #expect(fail(8, at: .seconds(1_000)) { .site($0) } == 8)
        #expect(limiter.count <= 8)
    }

    @Test mutating func `ten may fail at once, and then one in five seconds, unless told otherwise`() {
        limiter = AttemptLimiter(capacity: 100)
        #expect(fail(20, from: here) == 10)
        #expect(limiter.verdict(on: here, at: .zero) == .refused(.seconds(5)))
        #expect(limiter.verdict(on: here, at: .milliseconds(4_999)) == .refused(.milliseconds(1)))
        #expect(fail(20, from: here, at: .seconds(5)) == 1)
    }

    @Test mutating func `where there are too many a quarter is forgotten`() {
        limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 8)
        let counts = (0..<8).map { number in
            _ = fail(1, from: .site(number))
            return limiter.count
        }
        // Two for each: the host and its site.
        #expect(counts == [2, 4, 6, 8, 6, 8, 6, 8])
    }

    @Test mutating func `what is forgiven is forgotten first, and nobody else where that is enough`() {
        limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 8)
        for number in 0..<4 { _ = fail(1, from: .site(number)) }
        // At this moment all of that is forgiven.
        #expect(fail(1, from: here, at: .seconds(10)) == 1)
        #expect(limiter.count == 2)
    }

    @Test(arguments: 1...3)
    mutating func `where there are too many, a network that is being decided on is not forgotten`(count: Int) {
        limiter = AttemptLimiter(.init(burst: count, interval: .seconds(10)), capacity: 8)
        for _ in 0..<count { limiter.begin(here, at: .zero) }
        for number in 0..<20 { #expect(fail(1, from: .site(number), at: .seconds(100)) == 1) }
        #expect(limiter.verdict(on: here, at: .seconds(100)) == .waits)
        for _ in 0..<count { limiter.end(here, isFailure: true, at: .seconds(100)) }
        #expect(limiter.verdict(on: here, at: .seconds(100)) == .refused(.seconds(10)))
    }

    @Test mutating func `of two networks that have to wait the longer wait is told`() {
        limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 1_000)
        #expect(fail(3, from: here) == 3)
        for number in 2...10 { #expect(fail(1) { _ in NestedNetworks(stringLiteral: "192.0.2.\(number)") } == 1) }
        // The site may fail twelve times, and once in 2.5 seconds.
        #expect(limiter.verdict(on: "192.0.2.99", at: .zero) == .refused(.milliseconds(2_500)))
        #expect(limiter.verdict(on: here, at: .zero) == .refused(.seconds(10)))
        #expect(limiter.verdict(on: here, at: .milliseconds(9_000)) == .refused(.seconds(1)))
    }

    @Test mutating func `a network that has to wait is not told to wait for a decision`() {
        limiter = AttemptLimiter(.init(burst: 3, interval: .seconds(10)), capacity: 1_000)
        #expect(fail(3, from: here) == 3)
        for number in 2...10 { limiter.begin(NestedNetworks(stringLiteral: "192.0.2.\(number)"), at: .zero) }
        #expect(limiter.verdict(on: "192.0.2.99", at: .zero) == .waits)
        #expect(limiter.verdict(on: here, at: .zero) == .refused(.seconds(10)))
    }
}
