internal import Frame
import Glibc

/// Who takes long must not make others wait: a flood on one connection, or on a hundred, is no reason for a ping to be late.
///
/// Events whose handlers are quick are handled at once, in each turn. The others stand in line, and of them a turn handles as many as fit
/// in a fixed time; then the loop looks for quick ones again. So it is with jobs, which are what handshakes consist of: frames pass without.
extension EpollLoop {
    /// How long the costly handlers of one turn may take together, and then its jobs, in nanoseconds; one of each always gets through.
    private static var share: Int64 { 100_000 }

    /// How long the present handler has taken so far.
    public var elapsed: Duration { .nanoseconds(Self.nanoseconds() - moment) }

    /// Handles an event at once if that is quick, and puts it at the end of the line otherwise.
    func handleOrPostpone(_ event: (token: UInt64, readiness: Readiness)) {
        guard watches.isCostly(event.token) else { return call(event.token, event.readiness) }
        postpone(event)
    }

    /// Puts an event at the end of the line, unless one of its watch stands there.
    func postpone(_ event: (token: UInt64, readiness: Readiness)) {
        // The time that this takes is nobody's.
        isMomentPast = true
        if watches.postpone(event.token) { postponed.append(event) }
    }

    /// Handles events of costly handlers for as long as a turn has for them.
    func handlePostponed() {
        let begin = moment
        while hasPostponed, moment - begin < Self.share {
            let event = postponed[nextPostponed]
            nextPostponed += 1
            let readiness = watches.resume(event.token, event.readiness)
            if !readiness.isEmpty { call(event.token, readiness) }
        }
        forgetHandled()
    }

    /// Runs jobs for as long as a turn has for them.
    func runJobsInTurn() {
        let end = Self.nanoseconds() + Self.share
        while runJob(), Self.nanoseconds() < end {}
    }

    /// Closes ranks, once it is worth while.
    private func forgetHandled() {
        guard !hasPostponed || nextPostponed >= 256 else { return }
        postponed.removeSubrange(..<nextPostponed)
        nextPostponed = 0
    }

    /// Whether events wait for their turn.
    var hasPostponed: Bool { nextPostponed < postponed.count }

    private func call(_ token: UInt64, _ readiness: Readiness) {
        guard let handler = watches.handler(for: token) else { return }
        if isMomentPast { moment = Self.nanoseconds() }
        isMomentPast = false
        handler(readiness)
        let end = Self.nanoseconds()
        watches.note(end - moment, for: token)
        moment = end
    }

    static func nanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
