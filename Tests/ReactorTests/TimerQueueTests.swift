import Frame
import Testing

@testable import Reactor

@Suite("Timer queue")
struct TimerQueueTests {
    private var timers = TimerQueue()
    private let log = Log()

    /// What has fired.
    private final class Log { var entries: [Int] = [] }

    private mutating func insert(_ name: Int, at milliseconds: Int) -> TimerID {
        timers.insert(at: .milliseconds(milliseconds)) { [log] in log.entries.append(name) }
    }

    private mutating func fire(at milliseconds: Int) {
        let newest = timers.newest
        while let action = timers.popDue(at: .milliseconds(milliseconds), upTo: newest) { action() }
    }

    @Test("fires what is due, and nothing that is not")
    mutating func due() {
        for time in [30, 10, 20] { _ = insert(time, at: time) }
        fire(at: 9)
        #expect(log.entries == [])
        fire(at: 20)
        #expect(log.entries == [10, 20])
        #expect(timers.nextDeadline == .milliseconds(30))
    }

    @Test("fires timers of one moment in the order they were added")
    mutating func order() {
        for name in 0..<100 { _ = insert(name, at: 5) }
        fire(at: 5)
        #expect(log.entries == Array(0..<100))
    }

    @Test("fires any order of insertion in the order of time", arguments: 1...5)
    mutating func heap(seed: Int) {
        // A multiplicative generator visits every residue of a prime once.
        let times = (1..<1009).map { $0 * (seed * 11 + 1) % 1009 }
        for time in times { _ = insert(time, at: time) }
        fire(at: 2000)
        #expect(log.entries == Array(1..<1009))
        #expect(timers.nextDeadline == nil)
    }

    @Test("leaves a timer that an action adds to the next round, though it be due at once")
    mutating func nested() {
        _ = insert(1, at: 0)
        let newest = timers.newest
        _ = insert(2, at: 0)
        var rounds = 0
        while let action = timers.popDue(at: .zero, upTo: newest) {
            action()
            rounds += 1
        }
        #expect(rounds == 1)
        #expect(log.entries == [1])
    }

    @Test("forgets a cancelled timer, wherever it is in the heap", arguments: 0..<7)
    mutating func cancel(victim: Int) {
        var identifiers: [TimerID] = []
        for name in 0..<7 { identifiers.append(insert(name, at: name)) }
        timers.cancel(identifiers[victim])
        timers.cancel(identifiers[victim])
        #expect(timers.nextDeadline == .milliseconds(victim == 0 ? 1 : 0))
        fire(at: 10)
        #expect(log.entries == (0..<7).filter { $0 != victim })
    }

    @Test("cancelling a timer that has fired is harmless")
    mutating func cancelLate() {
        let first = insert(1, at: 1)
        fire(at: 1)
        _ = insert(2, at: 2)
        timers.cancel(first)
        fire(at: 2)
        #expect(log.entries == [1, 2])
    }

    @Test("a timer is gone before its action runs")
    mutating func count() {
        _ = insert(1, at: 1)
        #expect(timers.count == 1)
        _ = timers.popDue(at: .milliseconds(1), upTo: timers.newest)
        #expect(timers.count == 0)
    }

    @Test("husks are at most as many as timers, and 64 more", arguments: [1, 10, 100])
    mutating func mostHusks(count: Int) {
        for name in 0..<count { _ = insert(name, at: 1) }
        var most = 0
        for _ in 0..<1_000 {
            timers.cancel(insert(0, at: 1_000))
            most = max(most, timers.entryCount)
        }
        #expect(most == 2 * count + 64)
        fire(at: 1)
        #expect(log.entries == Array(0..<count))
    }

    @Test("100,000 timers set and cancelled leave nothing behind")
    mutating func husks() {
        _ = insert(1, at: 1)
        for _ in 0..<100_000 {
            let timer = insert(2, at: 1000)
            timers.cancel(timer)
        }
        #expect(timers.count == 1)
        #expect(timers.entryCount < 1000)
        fire(at: 1)
        #expect(timers.nextDeadline == nil)
    }
}
