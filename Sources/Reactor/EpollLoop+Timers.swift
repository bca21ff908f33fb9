public import Frame

extension EpollLoop {
    /// Calls `action` in the first turn that begins `delay` from now or later; the clock has milliseconds.
    ///
    /// O(log n).
    @discardableResult
    public func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        preconditionIsolated()
        return timers.insert(at: now + max(.zero, delay), action)
    }

    /// Forgets a timer.
    ///
    /// O(1) on average.
    public func cancel(_ timer: TimerID) {
        preconditionIsolated()
        timers.cancel(timer)
    }
}
