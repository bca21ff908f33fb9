/// The one thread that a switch and its links share: an executor, a source of readiness, and a clock.
///
/// Everything but ``execute(_:)``, ``offload(_:)`` and what the executors bring is called on the loop's own thread.
///
/// It is an executor of actors, and one that tasks may prefer: `Task(executorPreference: loop)`. Swift resumes a task that has waited for
/// a continuation where the task would be if it were on no actor, and then sends it to its actor. Without the preference that is
/// another thread, each time.
public protocol EventLoop: SerialExecutor, TaskExecutor {
    /// Time since an arbitrary moment. Never goes back; stands still while one event is handled, so that reading it is cheap.
    var now: Duration { get }

    /// Memory that whoever handles an event may use until it returns, ``FrameSize/leastScratch`` bytes or more, shared by all on the loop.
    ///
    /// A link reads into it and delivers frames out of it; ``Link/send(_:_:)`` must not touch it. Idle links thus need no
    /// receive buffer of their own.
    var scratch: UnsafeMutableRawBufferPointer { get }

    /// How long what handles the present event has taken so far, for it to leave to another turn what would make others wait.
    ///
    /// Reads a clock: ask once a batch.
    var elapsed: Duration { get }

    /// Calls `handler` on the loop whenever `descriptor` is ready for what `interest` names (level-triggered).
    ///
    /// Errors and hang-ups are reported whatever the interest. Watching a descriptor anew replaces interest and handler.
    /// - Throws: ``SystemError`` if the system cannot watch the descriptor.
    func watch(_ descriptor: CInt, for interest: Readiness, _ handler: @escaping (Readiness) -> Void)
        throws(SystemError)

    /// Changes what a watched descriptor is watched for; its handler stays.
    func update(_ descriptor: CInt, for interest: Readiness)

    /// Calls the handler of a watched descriptor once more, after others have had their turn, as if there were something to read.
    ///
    /// For a handler that leaves something for later of what it has read already. Not unless the descriptor is watched for reading then.
    func recall(_ descriptor: CInt)

    /// Stops watching. The handler is not called again, not even for readiness that was already found.
    func unwatch(_ descriptor: CInt)

    /// Calls `action` once on the loop, when `delay` has passed.
    @discardableResult
    func schedule(after delay: Duration, _ action: @escaping () -> Void) -> TimerID

    /// Forgets a timer. Harmless when it has fired already.
    func cancel(_ timer: TimerID)

    /// Runs `job` on the loop, soon. May be called on any thread.
    func execute(_ job: @escaping @Sendable () -> Void)

    /// Runs `work` on a thread that may block, such as for a name look-up or a file. May be called on any thread.
    nonisolated(nonsending) func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws
        -> Value
}

extension EventLoop {
    /// A loop without a clock of its own has all the time in the world.
    public var elapsed: Duration { .zero }
}

/// What a descriptor is ready for.
public struct Readiness: OptionSet, Hashable, Sendable {
    /// One bit a condition.
    public let rawValue: UInt8

    /// Makes a set of its bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Something can be read, or the peer will send no more.
    public static let read = Readiness(rawValue: 1 << 0)
    /// Something can be written.
    public static let write = Readiness(rawValue: 1 << 1)
    /// The descriptor has an error pending or is hung up.
    ///
    /// Reported only.
    public static let failed = Readiness(rawValue: 1 << 2)
}

/// Names a timer, to cancel it by.
public struct TimerID: Hashable, Sendable {
    /// A number that the loop never gives twice.
    public let rawValue: UInt64

    /// Makes a name of its number, for those who implement a loop.
    public init(rawValue: UInt64) { self.rawValue = rawValue }
}
