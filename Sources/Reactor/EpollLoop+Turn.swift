internal import CLinux
internal import Frame
import Glibc
internal import Linux
import Synchronization

/// What happens on the loop's thread.
extension EpollLoop {
    /// Jobs run at the end, so that those who add another each time do not put it off for ever.
    private static var lastJobs: Int { 65_536 }
    /// How long the thread runs before another may, in nanoseconds, where several want a processor: the least that Linux grants.
    ///
    /// It seldom wants more at a time, and is the sooner let in.
    private static var slice: UInt64 { 100_000 }
    /// Comes with an event that says that somebody has rung for the loop.
    ///
    /// Names no descriptor, so it is no watch's.
    static var wakeupToken: UInt64 { .max }

    /// The life of the thread.
    func run() {
        thread.store(pthread_self(), ordering: .releasing)
        clinux_set_slice(Self.slice)
        readClock()
        while !isOver { turn() }
        end()
    }

    private func turn() {
        let count = epoll.wait(timeout: timeout())
        readClock()
        for index in 0..<count { handle(epoll.event(index)) }
        handlePostponed()
        fireTimers()
        runJobsInTurn()
    }

    private func handle(_ event: (token: UInt64, readiness: Readiness)) {
        guard event.token != Self.wakeupToken else {
            var count = eventfd_t()
            eventfd_read(wakeup.rawValue, &count)
            return
        }
        handleOrPostpone(event)
    }

    /// Fires what is due.
    ///
    /// A timer that an action adds waits for the next turn, though it be due at once.
    private func fireTimers() {
        let newest = timers.newest
        while let action = timers.popDue(at: now, upTo: newest) { action() }
    }

    /// Runs the next job.
    ///
    /// - Returns: whether there was one.
    func runJob() -> Bool {
        guard let job = nextJobInBatch() else { return false }
        switch job {
        case .closure(let body): body()
        case .task(let task):
            task.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
        return true
    }

    private func nextJobInBatch() -> JobQueue.Job? {
        if nextJob == batch.count {
            batch.removeAll(keepingCapacity: true)
            nextJob = 0
            jobs.swap(&batch)
        }
        guard nextJob < batch.count else { return nil }
        defer { nextJob += 1 }
        return batch[nextJob]
    }

    /// Milliseconds to wait for events; negative for as long as it takes.
    func timeout() -> CInt {
        guard nextJob == batch.count, !hasPostponed, jobs.canSleep() else { return 0 }
        guard let next = timers.nextDeadline ?? deadline else { return -1 }
        return Self.milliseconds(min(next, deadline ?? next) - now)
    }

    /// A wait in milliseconds, which is cut short after 1,000,000 s.
    ///
    /// Rounded up, for a timer must not fire early and a turn too many costs more than a late one.
    static func milliseconds(_ wait: Duration) -> CInt {
        let (seconds, attoseconds) = max(.zero, wait).components
        let milliseconds = min(seconds, 1_000_000) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return CInt(milliseconds)
    }

    private var isOver: Bool {
        guard let deadline else { return false }
        return watches.count == 0 || now >= deadline
    }

    /// Lets go of everything, and of those who wait for the end last.
    private func end() {
        for _ in 0..<Self.lastJobs where !runJob() { break }
        workers.close()
        // First out of their places, then away: with a handler may go an object that calls the loop again.
        var (lastWatches, lastTimers) = (WatchTable(), TimerQueue())
        swap(&lastWatches, &watches)
        swap(&lastTimers, &timers)
        let waiting = ending.withLock { ending in
            ending.isOver = true
            return ending.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func readClock() {
        moment = Self.nanoseconds()
        now = .nanoseconds(moment)
    }
}
