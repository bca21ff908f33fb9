import Testing

@testable import Switching

@Suite struct LoopGuardTests {
    private func moment(_ milliseconds: Int) -> PolicyTick { PolicyTick(.seconds(1000) + .milliseconds(milliseconds)) }

    @Test func `as many conflicts within a second as make a loop shut the port, for its time`() {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        let verdicts = (0..<LoopGuard.limit).map { loop.conflicted(at: moment($0)) }
        #expect(verdicts.firstIndex(of: true) == LoopGuard.limit - 1)
        #expect(loop.isShut(at: moment(9_000)))
        #expect(loop.isShut(at: moment(10_000)))
        #expect(!loop.isShut(at: moment(10_000 + LoopGuard.limit)))
        #expect(!loop.isShut(at: moment(10_100)))
    }

    @Test func `as many in a longer time are machines that move`() {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        for step in 0..<10 * LoopGuard.limit { #expect(!loop.conflicted(at: moment(step * 20))) }
        #expect(!loop.isShut(at: moment(1_000_000)))
    }

    @Test func `a loop that is still there shuts the port again`() {
        var loop = LoopGuard(.seconds(1), at: moment(0))
        for _ in 0..<LoopGuard.limit { _ = loop.conflicted(at: moment(0)) }
        #expect(!loop.isShut(at: moment(1_001)))
        let verdicts = (0..<LoopGuard.limit).map { _ in loop.conflicted(at: moment(1_100)) }
        #expect(verdicts.last == true)
        #expect(loop.isShut(at: moment(1_200)))
    }
}
