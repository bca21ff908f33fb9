import Testing

@testable import Transports

@Suite struct CoDelTests {
    private func milliseconds(_ count: Int) -> Duration { .milliseconds(count) }

    /// The times, in milliseconds, at which packets are dropped that leave once a millisecond after the same wait.
    private func drops(wait: Int, backlog: Int = 10_000, within limit: Int) -> [Int] {
        var codel = CoDel()
        return (0..<limit).filter {
            codel.drops(after: milliseconds(wait), backlog: backlog, at: milliseconds($0), allowing: .longest)
        }
    }

    @Test func dropsNothingWhileTheWaitIsShort() {
        #expect(drops(wait: 4, within: 10_000).isEmpty)
    }

    @Test func dropsNothingWhenNothingWaitsBehind() {
        #expect(drops(wait: 1_000, backlog: 0, within: 10_000).isEmpty)
    }

    @Test("drops after a whole interval, and then at intervals divided by the square root of the count (RFC 8289 §5.2)")
    func dropsFasterAndFaster() {
        // 100 after the first; then 100 / √1, 100 / √2, 100 / √3 … later, each rounded up to the millisecond of the next packet.
        #expect(drops(wait: 6, within: 460) == [100, 200, 271, 329, 379, 424])
    }

    @Test func startsAnewWhenTheWaitWasShortOnce() {
        var codel = CoDel()
        let waits = [(0, 6), (99, 4), (100, 6), (199, 6), (200, 6)]
        let drops = waits.map { now, wait in
            codel.drops(after: milliseconds(wait), backlog: 1, at: milliseconds(now), allowing: .longest)
        }
        #expect(drops == [false, false, false, false, true])
    }
}
