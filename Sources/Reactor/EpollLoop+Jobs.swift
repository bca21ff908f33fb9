internal import CLinux
import Glibc
import Synchronization

extension EpollLoop {
    public func execute(_ job: @escaping @Sendable () -> Void) { submit(.closure(job)) }

    public func enqueue(_ job: consuming ExecutorJob) { submit(.task(UnownedJob(job))) }

    /// Whether the caller is on the loop's thread.
    public func isIsolatingCurrentContext() -> Bool? { thread.load(ordering: .acquiring) == pthread_self() }

    /// Traps when the caller is not on the loop's thread.
    public func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the thread of the event loop")
    }

    public func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try workers.run { continuation.resume(with: Result { try work() }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    private func submit(_ job: consuming JobQueue.Job) {
        if jobs.append(job) { eventfd_write(wakeup.rawValue, 1) }
    }
}
