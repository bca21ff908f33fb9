package import Frame

/// A loop without a thread: what is to run on it runs at once, on whichever thread asks, one job after another.
package final class InlineLoop: EventLoop, @unchecked Sendable {
    // `jobs` is behind the lock, and whoever finds it idle runs them all; `scratch` is the running job's alone.
    private let jobs = Locked((waiting: [UnownedJob](), isRunning: false))
    package let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: FrameSize.leastScratch, alignment: 64)

    package init() {}

    deinit { scratch.deallocate() }

    package var now: Duration { .seconds(86_400) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isMine = jobs.withLock { state in
            state.waiting.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isMine else { return }
        // A job may let go of the node, and with it of this loop: nobody who enqueues a job keeps its executor.
        let loop = Unmanaged.passRetained(self)
        defer { loop.release() }
        while let next = takeNext() {
            next.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
    }

    private func takeNext() -> UnownedJob? {
        jobs.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isRunning = false
            return nil
        }
    }

    package func execute(_ job: @escaping @Sendable () -> Void) { job() }

    package nonisolated(nonsending) func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value)
        async throws
        -> Value
    { try work() }

    package func watch(_ descriptor: CInt, for interest: Readiness, _ handler: @escaping (Readiness) -> Void)
        throws(SystemError)
    {
        throw SystemError(call: "watch", code: 38, reason: "this loop has no descriptors")
    }

    package func update(_ descriptor: CInt, for interest: Readiness) {}

    package func recall(_ descriptor: CInt) {}

    package func unwatch(_ descriptor: CInt) {}

    package func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID { TimerID(rawValue: 0) }

    package func cancel(_ timer: TimerID) {}
}
