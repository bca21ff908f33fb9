import Conformance
import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// What a program must not ask for ends it, as seen in processes of their own.
@Suite struct CallerMistakeTests {
    @Test func `a limit lets something through, in a second and at once`() async {
        #expect(RateLimit(perSecond: 0.1).burst == 0.1)
        await #expect(processExitsWith: .failure) { _ = RateLimit(perSecond: 0) }
        await #expect(processExitsWith: .failure) { _ = RateLimit(perSecond: 0, burst: 1) }
        await #expect(processExitsWith: .failure) { _ = RateLimit(perSecond: 1, burst: 0) }
        await #expect(processExitsWith: .failure) { _ = RateLimit(perSecond: 1, burst: -1) }
    }

    @Test func `a mailbox holds a power of two, and two of the longest frames`() async {
        _ = Mailbox(capacity: 256 * 1024)
        await #expect(processExitsWith: .failure) { _ = Mailbox(capacity: 128 * 1024) }
        await #expect(processExitsWith: .failure) { _ = Mailbox(capacity: 384 * 1024) }
        await #expect(processExitsWith: .failure) { _ = Mailbox(capacity: 256 * 1024 + 1) }
    }

    @Test func `a stack has 1 to 64 switches`() async {
        for count in [1, 64] { _ = Self.backplane(of: count) }
        await #expect(processExitsWith: .failure) { _ = Self.backplane(of: 0) }
        await #expect(processExitsWith: .failure) { _ = Self.backplane(of: 65) }
    }

    private static func backplane(of count: Int) -> Backplane {
        Backplane((0..<count).map { _ in ManualLoop(scratchCount: 64) }, mailboxCapacity: 256 * 1024)
    }
}
