import Testing

@testable import Streams

@Suite struct HappyEyeballsTests {
    private func order(_ addresses: [String]) -> [String] {
        var plan = HappyEyeballs(addresses, isIPv6: { $0.hasPrefix("6") })
        return Array(sequence(state: ()) { _ in plan.nextAttempt() })
    }

    @Test(
        "takes the families in turns, the preferred first (RFC 8305 §4)",
        arguments: [
            (["6a", "6b", "4a", "4b"], ["6a", "4a", "6b", "4b"]),
            (["4a", "6a", "6b", "6c"], ["4a", "6a", "6b", "6c"]),
            (["4a", "4b"], ["4a", "4b"]),
            (["6a"], ["6a"]),
            ([], []),
        ])
    func ordersAddresses(_ resolved: [String], _ attempts: [String]) {
        #expect(order(resolved) == attempts)
    }

    @Test func hopesWhileAnAttemptIsUnderWayOrAnAddressIsLeft() {
        var plan = HappyEyeballs(["6a", "4a"], isIPv6: { $0.hasPrefix("6") })
        _ = plan.nextAttempt()
        let isHopeful = plan.attemptFailed()
        _ = plan.nextAttempt()
        let isStillHopeful = plan.attemptFailed()
        #expect((isHopeful, isStillHopeful) == (true, false))
    }

    @Test func hopesWhileTheOtherAttemptRuns() {
        var plan = HappyEyeballs(["6a", "4a"], isIPv6: { $0.hasPrefix("6") })
        _ = plan.nextAttempt()
        _ = plan.nextAttempt()
        let isHopeful = plan.attemptFailed()
        let isStillHopeful = plan.attemptFailed()
        #expect((isHopeful, isStillHopeful) == (true, false))
    }
}
