internal import Linux

/// Jobs from any thread for the loop's own, in the order they came.
final class JobQueue: Sendable {
    /// Something to run on the loop.
    enum Job: Sendable {
        /// What was given to `execute`.
        case closure(@Sendable () -> Void)
        /// A piece of a task that is isolated to an actor on the loop.
        case task(UnownedJob)
    }

    private struct State: Sendable {
        var jobs: [Job] = []
        var isLoopAsleep = false
    }

    private let state = Locked(State())

    /// Adds a job.
    ///
    /// - Returns: whether the loop has to be woken for it. One caller a sleep is told so, however many jobs come.
    func append(_ job: consuming Job) -> Bool {
        let job = job
        return state.withLock { state in
            state.jobs.append(job)
            defer { state.isLoopAsleep = false }
            return state.isLoopAsleep
        }
    }

    /// Exchanges `empty` for the jobs that have come.
    ///
    /// Both arrays keep their memory, so that a steady stream allocates none.
    func swap(_ empty: inout [Job]) {
        state.withLock { state in
            Swift.swap(&state.jobs, &empty)
            state.isLoopAsleep = false
        }
    }

    /// Whether the loop may go to sleep, because there are no jobs.
    ///
    /// From then on the next one wakes it.
    func canSleep() -> Bool {
        state.withLock { state in
            state.isLoopAsleep = state.jobs.isEmpty
            return state.isLoopAsleep
        }
    }
}

/// The jobs that the loop is running.
struct JobBatch {
    /// Those before `next` are done.
    private var jobs: [JobQueue.Job] = []
    private var next = 0

    /// Whether none is left.
    var isEmpty: Bool { next == jobs.count }

    /// Takes out the next job; from `queue`, when none is left.
    mutating func popFirst(orFrom queue: JobQueue) -> JobQueue.Job? {
        if isEmpty {
            jobs.removeAll(keepingCapacity: true)
            next = 0
            queue.swap(&jobs)
        }
        guard !isEmpty else { return nil }
        defer { next += 1 }
        return jobs[next]
    }
}
