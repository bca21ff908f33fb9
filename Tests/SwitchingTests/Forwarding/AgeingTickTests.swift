import SwitchingSupport
import Testing

@testable import Switching

@Suite struct AgeingTickTests {
    @Test(arguments: [0, 1, 71, 72, 73, 1000, 299_999, 300_000, 1_000_000_000])
    func `nothing ages early, and nothing ages more than 145 ms late`(milliseconds: Int) {
        let interval = AgeingInterval(.milliseconds(milliseconds))
        for start in stride(from: 0, to: 1000, by: 7) {
            let heard = Duration.milliseconds(start)
            let expiry = AgeingTick(heard).advanced(by: interval)
            let due = heard + .milliseconds(milliseconds)
            if milliseconds > 0 { #expect(expiry.isAfter(AgeingTick(due - .microseconds(1)))) }
            #expect(!expiry.isAfter(AgeingTick(due + .milliseconds(145))))
        }
    }

    @Test func `an ageing time of nothing is over at once`() {
        let now = AgeingTick(.seconds(5))
        #expect(!now.advanced(by: AgeingInterval(.zero)).isAfter(now))
        #expect(!now.advanced(by: AgeingInterval(.seconds(-5))).isAfter(now))
    }

    @Test func `more than the standard's greatest ageing time is that time`() {
        #expect(AgeingInterval(.seconds(Int64.max)) == AgeingInterval(.seconds(1_000_000)))
        #expect(AgeingInterval(.seconds(1_000_001)) == AgeingInterval(.seconds(1_000_000)))
        #expect(AgeingInterval(.seconds(999_999)) != AgeingInterval(.seconds(1_000_000)))
    }

    @Test(arguments: [1, 2, 1000])
    func `a length of time is rounded up, and the moment it is added to was rounded down`(steps: UInt32) {
        let step = Duration(attoseconds: 1 << 56)
        #expect(AgeingInterval(step * Int(steps)).ticks == steps + 1)
        #expect(AgeingInterval(step * Int(steps) - Duration(attoseconds: 1)).ticks == steps + 1)
        #expect(AgeingInterval(step * Int(steps) + Duration(attoseconds: 1)).ticks == steps + 2)
    }

    @Test func `ticks compare across the end of their range`() {
        // 2³² ticks of 2⁵⁶ attoseconds each.
        let wrap = Duration(attoseconds: 1 << 88)
        let expiry = AgeingTick(wrap - .seconds(1)).advanced(by: AgeingInterval(.seconds(300)))
        #expect(expiry.isAfter(AgeingTick(wrap - .seconds(1))))
        #expect(expiry.isAfter(AgeingTick(wrap + .seconds(200))))
        #expect(!expiry.isAfter(AgeingTick(wrap + .seconds(300))))
    }
}
