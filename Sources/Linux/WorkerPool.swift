internal import CLinux
package import Frame
import Glibc

/// A few threads that may block.
///
/// Swift's own must not: there are as many as cores, and all tasks share them.
package final class WorkerPool: Sendable {
    /// Something to run.
    ///
    /// It reports its own outcome.
    package typealias Work = @Sendable () -> Void

    private struct State: Sendable {
        var queue: [Work] = []
        var threads = 0
        var idle = 0
        var isClosed = false
    }

    private let state = Locked(State())
    private let limit: Int
    private let niceness: CInt
    /// Counts the work that no thread has come for yet (`EFD_SEMAPHORE`): reading it blocks until there is some.
    private let bell: Descriptor

    /// Makes a pool that grows to `limit` threads as it needs them.
    ///
    /// - Parameter niceness: how readily its threads let others have the processor, from 0 to 19 (nice(2)). Those that are nice at all do not
    ///   interrupt others when they wake, either.
    package init(limit: Int, niceness: CInt = 0) throws(SystemError) {
        self.limit = limit
        self.niceness = niceness
        bell = try Descriptor(eventfd(0, CInt(EFD_SEMAPHORE) | CInt(EFD_CLOEXEC)), "eventfd")
    }

    /// Runs `work` as soon as a thread is free.
    ///
    /// - Throws: ``SystemError`` if there is no thread and none can be made; `CancellationError` once the pool is closed.
    package func run(_ work: @escaping Work) throws {
        try state.withLock { state in
            guard !state.isClosed else { throw CancellationError() }
            if state.idle <= state.queue.count, state.threads < limit { try addThread(&state) }
            state.queue.append(work)
        }
        eventfd_write(bell.rawValue, 1)
    }

    /// Runs `work` as soon as a thread is free, and waits for what comes of it.
    ///
    /// - Throws: what `work` throws, and what ``run(_:)`` does.
    package nonisolated(nonsending) func result<Value: Sendable>(of work: @escaping @Sendable () throws -> Value)
        async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try run { continuation.resume(with: Result { try work() }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Lets the threads end when they have done what was asked for so far.
    package func close() {
        let threads = state.withLock { state in
            state.isClosed = true
            return state.threads
        }
        eventfd_write(bell.rawValue, UInt64(threads))
    }

    private func addThread(_ state: inout State) throws(SystemError) {
        do {
            try Thread.start("etherws-worker") { self.serve() }
            state.threads += 1
        } catch {
            // With one thread fewer than hoped for, work only takes longer.
            guard state.threads > 0 else { throw error }
        }
    }

    private func serve() {
        // Linux has this for each thread.
        if niceness > 0 { clinux_compute_in_background(niceness) }
        while let work = next() { work() }
    }

    /// Waits for work; `nil` when there will be none.
    private func next() -> Work? {
        state.withLock { $0.idle += 1 }
        var count = eventfd_t()
        while eventfd_read(bell.rawValue, &count) != 0 {}
        return state.withLock { state in
            state.idle -= 1
            return state.queue.isEmpty ? nil : state.queue.removeFirst()
        }
    }
}
