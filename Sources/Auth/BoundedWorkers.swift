import Frame
import Linux

/// Threads for what takes long: so many at once, so many waiting, and no more.
///
/// They let others have the processor first: a frame that waits for it is lost, a login is not.
final class BoundedWorkers: Sendable {
    private let pool: WorkerPool
    private let capacity: Int
    /// How much is under way or waits.
    private let load = Locked(0)

    /// - Parameters:
    ///   - limit: the most that is under way at once.
    ///   - waiting: the most that waits.
    init(limit: Int, waiting: Int) throws {
        pool = try WorkerPool(limit: limit, niceness: 5)
        capacity = limit + waiting
    }

    deinit { pool.close() }

    /// Runs `work` on one of the threads.
    ///
    /// - Throws: what `work` throws; `AuthenticatorBusy` at once when there is no room; `SystemError` if there is no thread.
    nonisolated(nonsending) func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard enter() else { throw AuthenticatorBusy() }
        defer { load.withLock { $0 -= 1 } }
        return try await pool.result(of: work)
    }

    private func enter() -> Bool {
        load.withLock { load in
            guard load < capacity else { return false }
            load += 1
            return true
        }
    }
}
