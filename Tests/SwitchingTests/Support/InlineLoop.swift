import Frame

/// A loop without a thread: what is to run on it runs at once, on whichever thread asks, one job after another.
final class InlineLoop: EventLoop, @unchecked Sendable {
    // `jobs` is behind the lock, and whoever finds it idle runs them all; `scratch` is the running job's alone.
    private let jobs = Locked((waiting: [UnownedJob](), isRunning: false))
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: FrameSize.leastScratch, alignment: 64)

    deinit { scratch.deallocate() }

    var now: Duration { .seconds(86_400) }

    func enqueue(_ job: consuming ExecutorJob) {
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

    func execute(_ job: @escaping @Sendable () -> Void) { job() }

    nonisolated(nonsending) func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws
        -> Value
    { try work() }

    func watch(_ descriptor: CInt, for interest: Readiness, _ handler: @escaping (Readiness) -> Void)
        throws(SystemError)
    {
        throw SystemError(call: "watch", code: 38, reason: "this loop has no descriptors")
    }

    func update(_ descriptor: CInt, for interest: Readiness) {}

    func recall(_ descriptor: CInt) {}

    func unwatch(_ descriptor: CInt) {}

    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID { TimerID(rawValue: 0) }

    func cancel(_ timer: TimerID) {}
}
