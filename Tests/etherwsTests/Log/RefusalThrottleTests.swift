import Testing

@testable import etherws

@Suite struct RefusalThrottleTests {
    private let start = ContinuousClock.now

    @Test("So many are written down, and the rest are counted")
    func limit() {
        var throttle = RefusalThrottle()
        let admitted = (0..<100).count { _ in throttle.admits(at: start) }
        #expect(admitted == RefusalThrottle.limit)
        #expect(throttle.takeSummary() == "refused 80 more, which were not written down one by one")
        #expect(throttle.takeSummary() == nil)
    }

    @Test("After a while they are written down again")
    func recovery() {
        var throttle = RefusalThrottle()
        for _ in 0..<100 { _ = throttle.admits(at: start) }
        #expect(!throttle.admits(at: start + .seconds(9)))
        #expect(throttle.admits(at: start + .seconds(10)))
    }

    @Test("A few are all written down")
    func few() {
        var throttle = RefusalThrottle()
        for second in 0..<1000 { #expect(throttle.admits(at: start + .seconds(second))) }
        #expect(throttle.takeSummary() == nil)
    }
}
