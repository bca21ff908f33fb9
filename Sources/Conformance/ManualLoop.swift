public import Frame
import Synchronization

/// An event loop for tests, which does nothing by itself: time passes, jobs run and descriptors become ready when a test says so.
///
///     let loop = ManualLoop()
///     loop.schedule(after: .seconds(30)) { … }
///     loop.advance(by: .seconds(30))
///
/// It has no thread: whoever calls it is taken to be on it. Jobs may come from any thread; all else belongs to the test's own.
public final class ManualLoop: EventLoop {
    private enum Job: Sendable {
        case closure(@Sendable () -> Void)
        case task(UnownedJob)
    }

    private struct Watch {
        var interest: Readiness
        let handler: (Readiness) -> Void
    }

    private let runsJobsInline: Bool
    private let jobs = Mutex<[Job]>([])

    // The test's thread alone.

    nonisolated(unsafe) private var time = Duration.zero
    nonisolated(unsafe) private var taken = Duration.zero
    nonisolated(unsafe) private var watches: [CInt: Watch] = [:]
    nonisolated(unsafe) private var timers: [(id: TimerID, deadline: Duration, action: () -> Void)] = []
    nonisolated(unsafe) private var lastTimer: UInt64 = 0
    nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

    /// Makes a loop at time zero.
    ///
    /// - Parameters:
    ///   - runsJobsInline: whether a job runs at once, where it was given, rather than in ``runJobs()``.
    ///   - scratchCount: bytes of ``scratch``.
    public init(runsJobsInline: Bool = false, scratchCount: Int = 4 * FrameSize.leastScratch) {
        self.runsJobsInline = runsJobsInline
        memory = .allocate(byteCount: scratchCount, alignment: 64)
    }

    deinit { memory.deallocate() }

    /// What the test has made it, by ``advance(by:)``.
    public var now: Duration { time }

    /// What the test has handlers take, by ``letHandlersTake(_:)``.
    public var elapsed: Duration { taken }

    /// 1 MiB unless told otherwise.
    public var scratch: UnsafeMutableRawBufferPointer { memory }
}

// MARK: What a test does

extension ManualLoop {
    /// Lets time pass, and fires the timers that come due, each at its own time and in order.
    ///
    /// - Returns: how many timers fired.
    @discardableResult
    public func advance(by duration: Duration) -> Int {
        let end = time + duration
        var count = 0
        while let index = firstTimer(dueAt: end) {
            let timer = timers.remove(at: index)
            time = max(time, timer.deadline)
            timer.action()
            count += 1
        }
        time = end
        return count
    }

    /// When the next timer is due; `nil` when there is none.
    public var nextDeadline: Duration? { timers.map(\.deadline).min() }

    /// Runs the jobs that there are, and those they bring, until there are none.
    ///
    /// - Returns: how many jobs ran.
    @discardableResult
    public func runJobs() -> Int {
        var count = 0
        while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            run(job)
            count += 1
        }
        return count
    }

    /// Has every handler believe that it has taken so long already.
    public func letHandlersTake(_ duration: Duration) { taken = duration }

    /// What a descriptor is watched for; `nil` when it is not watched.
    public func interest(in descriptor: CInt) -> Readiness? { watches[descriptor]?.interest }

    /// Tells the handler of a watched descriptor that it is ready.
    ///
    /// - Returns: whether it was told: whether the descriptor is watched, for any of this. Failures are told unasked.
    @discardableResult
    public func makeReady(_ descriptor: CInt, for readiness: Readiness) -> Bool {
        guard let watch = watches[descriptor] else { return false }
        let told = readiness.intersection(watch.interest.union(.failed))
        guard !told.isEmpty else { return false }
        watch.handler(told)
        return true
    }

    private func firstTimer(dueAt end: Duration) -> Int? {
        let first = timers.indices.min {
            (timers[$0].deadline, timers[$0].id.rawValue) < (timers[$1].deadline, timers[$1].id.rawValue)
        }
        return first.flatMap { timers[$0].deadline <= end ? $0 : nil }
    }

    private func run(_ job: Job) {
        switch job {
        case .closure(let body): body()
        case .task(let task):
            task.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
    }
}

// MARK: What a component does

extension ManualLoop {
    /// Remembers the handler, for ``makeReady(_:for:)``.
    ///
    /// Any descriptor will do, open or not.
    public func watch(
        _ descriptor: CInt,
        for interest: Readiness,
        _ handler: @escaping (Readiness) -> Void
    ) throws(SystemError) {
        watches[descriptor] = Watch(interest: interest, handler: handler)
    }

    /// Changes what a watched descriptor is watched for.
    public func update(_ descriptor: CInt, for interest: Readiness) { watches[descriptor]?.interest = interest }

    /// Makes the descriptor ready when time is next allowed to pass, be it none.
    public func recall(_ descriptor: CInt) {
        schedule(after: .zero) { [unowned self] in makeReady(descriptor, for: .read) }
    }

    /// Forgets the handler.
    public func unwatch(_ descriptor: CInt) { watches[descriptor] = nil }

    /// Remembers a timer, for ``advance(by:)``.
    @discardableResult
    public func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID {
        lastTimer += 1
        let id = TimerID(rawValue: lastTimer)
        timers.append((id, time + max(.zero, delay), action))
        return id
    }

    /// Forgets a timer.
    public func cancel(_ timer: TimerID) { timers.removeAll { $0.id == timer } }

    /// Remembers a job, for ``runJobs()``, or runs it at once.
    public func execute(_ job: @escaping @Sendable () -> Void) { submit(.closure(job)) }

    /// Remembers a piece of a task, for ``runJobs()``, or runs it at once.
    public func enqueue(_ job: consuming ExecutorJob) { submit(.task(UnownedJob(job))) }

    /// Does the work where it is asked for.
    public nonisolated(nonsending) func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value)
        async throws -> Value
    {
        try work()
    }

    /// Always: there is no other thread.
    public func isIsolatingCurrentContext() -> Bool? { true }

    /// Never traps: there is no other thread.
    public func checkIsolated() {}

    private func submit(_ job: Job) {
        guard runsJobsInline else { return jobs.withLock { $0.append(job) } }
        run(job)
    }
}
