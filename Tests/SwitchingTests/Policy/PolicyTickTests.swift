import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PolicyTickTests {
    /// One step.
    private static let step = Duration(attoseconds: 1 << 30)

    private func tick(_ steps: Int) -> PolicyTick { PolicyTick(Self.step * steps) }

    @Test func `a moment is rounded down to a step`() {
        #expect(tick(5) == PolicyTick(Self.step * 5 + Duration(attoseconds: (1 << 30) - 1)))
        #expect(tick(5) != tick(6))
    }

    @Test func `steps are counted from a moment on, and never below 0`() {
        #expect([4, 5, 6, 7].map { tick($0).since(tick(5)) } == [0, 0, 1, 2])
    }

    @Test func `an interval is past when it is over`() {
        #expect([11, 12, 13].map { tick($0).isPast(Self.step * 2, since: tick(10)) } == [false, true, true])
        #expect(tick(9).isPast(.zero, since: tick(10)))
    }

    @Test func `a thousand million steps are a little more than a second`() {
        #expect(PolicyTick.seconds == 1.073_741_824e-9)
    }
}
