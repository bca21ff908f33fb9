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
        let admitted = [9, 10].map { throttle.admits(at: start + .seconds($0)) }
        #expect(admitted == [false, true])
    }

    @Test("A few are all written down")
    func few() {
        var throttle = RefusalThrottle()
        let admitted = (0..<1000).count { throttle.admits(at: start + .seconds($0)) }
        #expect(admitted == 1000)
        #expect(throttle.takeSummary() == nil)
    }
}
