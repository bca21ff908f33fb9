internal import CLinux
public import Frame
import Glibc
internal import Linux
import Synchronization

/// The event loop of Linux: one thread that waits in `epoll(7)` and runs what it finds to completion.
///
/// One turn is: wait, handle what became ready, fire the timers that are due, run jobs for a bounded time. A loop that is not
/// stopped lives as long as the process.
///
/// What takes long must not make others wait: a flood on one connection, or on a hundred, is no reason for a ping to be late. Events
/// whose handlers are quick are handled at once, in each turn. The others stand in line, and of them a turn handles as many as fit in a
/// fixed time; then the loop looks for quick ones again. So it is with jobs, which are what handshakes consist of.
public final class EpollLoop: EventLoop, @unchecked Sendable {
    // Any thread uses these: they are immutable, and safe by themselves.
    private let epoll: EpollSet
    private let jobs = JobQueue()
    private let workers: WorkerPool
    private let ending = Locked(Ending())
    /// The loop's `pthread_t`, or 0 before it runs.
    private let thread = Atomic<pthread_t>(0)

    // The loop's own thread alone uses all from here on.

    /// 512 KiB: room for several of the longest frames.
    public let scratch: UnsafeMutableRawBufferPointer
    private var clock = TurnClock()
    private var watches = WatchTable()
    private(set) var postponed = PostponedEvents()
    private var timers = TimerQueue()
    private var batch = JobBatch()
    /// When to end although something is still watched; `nil` as long as the loop is not to end.
    private(set) var deadline: Duration?

    /// Who waits for the loop to end.
    private struct Ending: Sendable {
        var isOver = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// How long the costly handlers of one turn may take together, and then its jobs, in nanoseconds; one of each always gets through.
    private static let share: Int64 = 100_000
    /// Jobs run at the end, so that those who add another each time do not put it off for ever.
    private static let lastJobs = 65_536
    /// How long the thread runs before another may, in nanoseconds, where several want a processor: the least that Linux grants.
    ///
    /// It seldom wants more at a time, and is the sooner let in.
    private static let slice: UInt64 = 100_000

    /// Makes a loop and starts its thread.
    ///
    /// - Throws: ``SystemError`` if the system has no descriptor or thread to spare.
    public init() throws(SystemError) {
        epoll = try EpollSet()
        workers = try WorkerPool(limit: 4, niceness: 5)
        scratch = .allocate(byteCount: 512 * 1024, alignment: 64)
        try Thread.start("etherws-loop") { self.run() }
    }

    deinit { scratch.deallocate() }

    // MARK: A turn

    private func run() {
        thread.store(pthread_self(), ordering: .releasing)
        clinux_set_slice(Self.slice)
        clock.beginTurn()
        while !isOver { turn() }
        end()
    }

    private func turn() {
        let count = epoll.wait(timeout: timeout())
        clock.beginTurn()
        for index in 0..<count {
            if let event = epoll.event(index) { handleOrPostpone(event) }
        }
        handlePostponed()
        fireTimers()
        runJobsInTurn()
    }

    /// Milliseconds to wait for events; negative for as long as it takes.
    func timeout() -> CInt {
        guard batch.isEmpty, postponed.isEmpty, jobs.canSleep() else { return 0 }
        guard let next = timers.nextDeadline ?? deadline else { return -1 }
        return (min(next, deadline ?? next) - now).pollTimeout
    }

    /// Handles an event at once if that is quick, and puts it at the end of the line otherwise.
    private func handleOrPostpone(_ event: EpollSet.Event) {
        guard watches.isCostly(event.token) else { return call(event.token, event.readiness) }
        postpone(event)
    }

    /// Puts an event at the end of the line, unless one of its watch stands there.
    private func postpone(_ event: EpollSet.Event) {
        clock.pause()
        if watches.postpone(event.token) { postponed.append(event) }
    }

    /// Handles events of costly handlers for as long as a turn has for them.
    private func handlePostponed() {
        let begin = clock.moment
        while clock.moment - begin < Self.share, let event = postponed.popFirst() {
            let readiness = watches.resume(event.token, event.readiness)
            if !readiness.isEmpty { call(event.token, readiness) }
        }
        postponed.forgetHandled()
    }

    private func call(_ token: UInt64, _ readiness: Readiness) {
        guard let handler = watches.handler(for: token) else { return }
        clock.beginHandler()
        handler(readiness)
        watches.note(clock.endHandler(), for: token)
    }

    /// Fires what is due.
    ///
    /// A timer that an action adds waits for the next turn, though it be due at once.
    private func fireTimers() {
        let newest = timers.newest
        while let action = timers.popDue(at: now, upTo: newest) { action() }
    }

    /// Runs jobs for as long as a turn has for them.
    private func runJobsInTurn() {
        let end = MonotonicClock.nanoseconds + Self.share
        while runJob(), MonotonicClock.nanoseconds < end {}
    }

    /// Runs the next job.
    ///
    /// - Returns: whether there was one.
    private func runJob() -> Bool {
        guard let job = batch.popFirst(orFrom: jobs) else { return false }
        switch job {
        case .closure(let body): body()
        case .task(let task):
            task.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
        return true
    }

    // MARK: The end

    /// Ends the loop: as soon as nothing is watched any more, or when `grace` is over.
    ///
    /// Returns when it has ended.
    ///
    /// What links do to take leave of their peers can thus be finished. Timers do not keep the loop; jobs that were given to it
    /// before its end still run, later ones never do. Do not wait for this on an actor that lives on the loop.
    public func stop(grace: Duration = .seconds(5)) async {
        await withCheckedContinuation { continuation in
            let isOver = ending.withLock { ending in
                if !ending.isOver { ending.waiting.append(continuation) }
                return ending.isOver
            }
            if isOver { return continuation.resume() }
            execute { self.end(by: self.now + grace) }
        }
    }

    /// Ends the loop at a time, if it is not to end sooner.
    func end(by time: Duration) { deadline = min(deadline ?? time, time) }

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

    // MARK: Time

    /// Time since the machine was started, read once a turn.
    public var now: Duration { clock.now }

    /// How long the present handler has taken so far.
    public var elapsed: Duration { clock.elapsed }

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

    // MARK: Descriptors

    /// Calls `handler` whenever `descriptor` is ready, at a cost that does not grow with the number of descriptors.
    ///
    /// Watching anew replaces interest and handler, and drops what was found for the old one.
    /// - Throws: ``SystemError`` for what cannot be watched: no descriptor (EBADF), a file on a disk (EPERM).
    public func watch(
        _ descriptor: CInt,
        for interest: Readiness,
        _ handler: @escaping (Readiness) -> Void
    ) throws(SystemError) {
        preconditionIsolated()
        guard descriptor >= 0 else { throw SystemError(call: "watch descriptor \(descriptor)", code: EBADF) }
        let isWatched = watches.contains(descriptor)
        watches.insert(descriptor, for: interest, handler)
        do {
            try epoll.enter(descriptor, for: interest, token: watches.token(for: descriptor), isEntered: isWatched)
        } catch {
            _ = watches.remove(descriptor)
            throw SystemError(call: "watch descriptor \(descriptor)", code: error.code)
        }
    }

    /// Changes what a watched descriptor is watched for.
    ///
    /// Harmless for any other, and free when nothing changes.
    public func update(_ descriptor: CInt, for interest: Readiness) {
        preconditionIsolated()
        guard let previous = watches.interest(in: descriptor), previous != interest else { return }
        watches.setInterest(in: descriptor, to: interest)
        // It fails for a descriptor that its owner closed without a word, of which there is nothing to report any more.
        try? epoll.modify(descriptor, for: interest, token: watches.token(for: descriptor))
    }

    /// Puts a watched descriptor at the end of the line, as if it had become ready.
    public func recall(_ descriptor: CInt) {
        preconditionIsolated()
        guard watches.contains(descriptor) else { return }
        postpone((watches.token(for: descriptor), .read))
    }

    /// Stops watching, at once: what the current turn has found already is dropped.
    ///
    /// Call it before closing the descriptor.
    public func unwatch(_ descriptor: CInt) {
        preconditionIsolated()
        if watches.remove(descriptor) != nil { epoll.remove(descriptor) }
    }
}

/// What any thread may call.
extension EpollLoop {
    /// Runs `job` on the loop, after those given before.
    ///
    /// Wakes the loop once, however many jobs come while it sleeps.
    public func execute(_ job: @escaping @Sendable () -> Void) { submit(.closure(job)) }

    /// Runs a piece of a task on the loop: what makes it the executor of actors.
    public func enqueue(_ job: consuming ExecutorJob) { submit(.task(UnownedJob(job))) }

    private func submit(_ job: consuming JobQueue.Job) {
        if jobs.append(job) { epoll.ring() }
    }

    /// Whether the caller is on the loop's thread.
    public func isIsolatingCurrentContext() -> Bool? { thread.load(ordering: .acquiring) == pthread_self() }

    /// Traps when the caller is not on the loop's thread.
    public func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the thread of the event loop")
    }

    /// Runs `work` on one of a few threads that the loop keeps for it, never on those of Swift's tasks.
    ///
    /// - Throws: what `work` throws; ``SystemError`` if no thread can be made; `CancellationError` once the loop has ended.
    public nonisolated(nonsending) func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value)
        async throws -> Value
    {
        try await workers.result(of: work)
    }
}
