import Linux
import Testing

@Suite struct MonotonicClockTests {
    private static let millisecond = Duration.milliseconds(1)
    private static let least = Duration(attoseconds: 1)

    @Test(
        arguments: [
            (.seconds(-5), 0), (.zero, 0), (least, 1), (millisecond - least, 1), (millisecond, 1),
            (millisecond + least, 2),
            (.milliseconds(2_500), 2_500), (.seconds(2) + least, 2_001), (.seconds(1_000_000), 1_000_000_000),
            (.seconds(1_000_001), 1_000_000_000), (.seconds(999_999), 999_999_000),
            (.seconds(3_155_760_000), 1_000_000_000),
        ] as [(Duration, CInt)])
    func `a wait is rounded up to milliseconds, and has a bound`(wait: Duration, milliseconds: CInt) {
        #expect(wait.pollTimeout == milliseconds)
    }

    @Test func `time goes on, and both ways to read it agree`() {
        let before = MonotonicClock.now
        let between = MonotonicClock.nanoseconds
        let after = MonotonicClock.now
        #expect(before <= .nanoseconds(between) && .nanoseconds(between) <= after)
        #expect(before > .zero)
    }
}
