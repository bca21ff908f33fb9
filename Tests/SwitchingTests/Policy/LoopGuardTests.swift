import SwitchingSupport
import Testing

@testable import Switching

@Suite struct LoopGuardTests {
    private func moment(_ milliseconds: Int) -> PolicyTick { PolicyTick(.seconds(1000) + .milliseconds(milliseconds)) }

    private let source = AddressKey(.station(1), vlan: 0)

    /// The conflicts that are a loop.
    private func loops(_ loop: inout LoopGuard, _ count: Int, every milliseconds: Int) -> [Int] {
        (0..<count).filter { loop.conflicted(source, at: moment($0 * milliseconds)) }
    }

    @Test func `an address that comes from elsewhere again and again goes round`() {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        #expect(loops(&loop, LoopGuard.limit, every: 1) == [LoopGuard.limit - 1])
    }

    @Test(arguments: [(31, 1, []), (32, 1, [31]), (32, 161, [31]), (32, 162, []), (63, 1, [31]), (64, 1, [31, 63])])
    func `a loop is 32 times within five seconds`(count: Int, milliseconds: Int, found: [Int]) {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        #expect(loops(&loop, count, every: milliseconds) == found)
        #expect(!loop.hasReopened)
    }

    @Test func `one that seldom does is a machine that moves`() {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        #expect(loops(&loop, 10 * LoopGuard.limit, every: 200).isEmpty)
    }

    @Test func `many that do so once have moved together`() {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        let found = (0..<1000).filter { loop.conflicted(AddressKey(.station(UInt64($0)), vlan: 0), at: moment($0)) }
        #expect(found.isEmpty)
    }

    @Test func `a port is shut for its time`() {
        var loop = LoopGuard(.seconds(10), at: moment(0))
        loop.shut(at: moment(100))
        let verdicts = [100, 10_099, 10_101, 200].map { loop.isShut(at: moment($0)) }
        #expect(verdicts == [true, true, false, false])
    }

    @Test func `a loop that is still there is found again`() {
        var loop = LoopGuard(.seconds(1), at: moment(0))
        #expect(loops(&loop, 2 * LoopGuard.limit, every: 1).count == 2)
    }
}
