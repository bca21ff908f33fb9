public import Frame

extension EpollLoop {
    @discardableResult
    public func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        preconditionIsolated()
        return timers.insert(at: now + max(.zero, delay), action)
    }

    public func cancel(_ timer: TimerID) {
        preconditionIsolated()
        timers.cancel(timer)
    }
}
