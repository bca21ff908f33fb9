internal import CLinux
import Glibc
internal import Linux
import Synchronization

extension EpollLoop {
    /// Runs `job` on the loop, after those given before.
    ///
    /// Wakes the loop once, however many jobs come while it sleeps.
    public func execute(_ job: @escaping @Sendable () -> Void) { submit(.closure(job)) }

    /// Runs a piece of a task on the loop: what makes it the executor of actors.
    public func enqueue(_ job: consuming ExecutorJob) { submit(.task(UnownedJob(job))) }

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

    private func submit(_ job: consuming JobQueue.Job) {
        if jobs.append(job) { eventfd_write(wakeup.rawValue, 1) }
    }
}
