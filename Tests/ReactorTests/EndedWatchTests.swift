import Frame
import Testing

@testable import Reactor

/// What is left of a watch that has ended: an event of it may still come, or wait.
@Suite struct EndedWatchTests {
    @Test func `where there is another it is not costly, does not wait, and is told nothing`() {
        var watches = WatchTable()
        watches.insert(7, for: .read) { _ in }
        let token = watches.token(for: 7)
        for _ in 0..<100 { watches.note(1_000_000, for: token) }
        let waits = watches.postpone(token)
        #expect(watches.isCostly(token) && waits)
        watches.insert(7, for: .read) { _ in }
        let (waitsAnew, readiness) = (watches.postpone(token), watches.resume(token, .read))
        #expect(!watches.isCostly(token) && !waitsAnew)
        #expect(readiness == [])
        watches.note(1_000_000, for: token)
        #expect(!watches.isCostly(watches.token(for: 7)))
    }

    @Test func `what was never watched is not costly, and does not wait`() {
        var watches = WatchTable()
        let (waits, readiness) = (watches.postpone(7), watches.resume(7, .read))
        #expect(!watches.isCostly(7) && !waits)
        #expect(readiness == [])
    }
}
