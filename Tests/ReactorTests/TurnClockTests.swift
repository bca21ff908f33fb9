import Linux
import Testing

@testable import Reactor

@Suite struct TurnClockTests {
    private func dawdle() {
        let begin = MonotonicClock.nanoseconds
        while MonotonicClock.nanoseconds - begin < 100_000 {}
    }

    @Test func `the time is that at which the turn began`() {
        var clock = TurnClock()
        let before = MonotonicClock.now
        clock.beginTurn()
        let (now, after) = (clock.now, MonotonicClock.now)
        #expect(before <= now && now <= after)
        dawdle()
        #expect(clock.now == now)
        #expect(clock.elapsed >= .microseconds(100))
    }

    @Test func `a handler begins when the one before has ended`() {
        var clock = TurnClock()
        clock.beginTurn()
        dawdle()
        clock.beginHandler()
        #expect(clock.endHandler() >= 100_000)
        let end = clock.moment
        dawdle()
        clock.beginHandler()
        #expect(clock.moment == end)
    }

    @Test func `what is done in between is no handler's time`() {
        var clock = TurnClock()
        clock.beginTurn()
        let begin = clock.moment
        clock.pause()
        dawdle()
        clock.beginHandler()
        #expect(clock.moment - begin >= 100_000)
        let moment = clock.moment
        clock.beginHandler()
        #expect(clock.moment == moment)
    }
}
