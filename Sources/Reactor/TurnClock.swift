internal import Linux

/// The time in a turn of a loop, which is read as seldom as can be.
struct TurnClock {
    /// Time since the machine was started, read once a turn.
    private(set) var now = Duration.zero
    /// When the present event began to be handled, in nanoseconds.
    private(set) var moment: Int64 = 0
    /// Whether ``moment`` has to be read anew before an event is handled, because what was done since is no handler's time.
    private var isMomentPast = false

    /// How long the present handler has taken so far.
    var elapsed: Duration { .nanoseconds(MonotonicClock.nanoseconds - moment) }

    /// Begins a turn.
    mutating func beginTurn() {
        moment = MonotonicClock.nanoseconds
        now = .nanoseconds(moment)
    }

    /// Something is done between two handlers.
    mutating func pause() { isMomentPast = true }

    /// A handler begins.
    mutating func beginHandler() {
        if isMomentPast { moment = MonotonicClock.nanoseconds }
        isMomentPast = false
    }

    /// A handler has ended; the next begins when it did.
    ///
    /// - Returns: how long it took, in nanoseconds.
    mutating func endHandler() -> Int64 {
        let begin = moment
        moment = MonotonicClock.nanoseconds
        return moment - begin
    }
}
