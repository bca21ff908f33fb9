internal import CLinux
public import Frame
import Glibc
import Linux
import Synchronization

/// The event loop of Linux: one thread that waits in `epoll(7)` and runs what it finds to completion.
///
/// One turn is: wait, handle what became ready, fire the timers that are due, run jobs for a bounded time. A loop that is not
/// stopped lives as long as the process.
public final class EpollLoop: EventLoop, @unchecked Sendable {
    // Any thread uses these: they are immutable, and safe by themselves.
    let epoll: EpollSet
    let wakeup: Descriptor
    let jobs = JobQueue()
    let workers: WorkerPool
    let ending = Locked(Ending())
    /// The loop's `pthread_t`, or 0 before it runs.
    let thread = Atomic<pthread_t>(0)

    // The loop's own thread alone uses all from here on.

    /// Time since the machine was started, read once a turn.
    public internal(set) var now = Duration.zero
    /// 512 KiB: room for several of the longest frames.
    public let scratch: UnsafeMutableRawBufferPointer
    var watches = WatchTable()
    var timers = TimerQueue()
    /// The jobs being run, of which those before `nextJob` are done.
    var batch: [JobQueue.Job] = []
    var nextJob = 0
    /// When the present event began to be handled, in nanoseconds.
    var moment: Int64 = 0
    /// Whether ``moment`` has to be read anew before an event is handled.
    var isMomentPast = false
    /// Events of costly handlers that wait for their turn, of which those before `nextPostponed` have had it.
    var postponed: [(token: UInt64, readiness: Readiness)] = []
    var nextPostponed = 0
    /// When to end although something is still watched; `nil` as long as nobody wants the loop to end.
    var deadline: Duration?

    /// Who waits for the loop to end.
    struct Ending: Sendable {
        var isOver = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Makes a loop and starts its thread.
    ///
    /// - Throws: ``SystemError`` if the system has no descriptor or thread to spare.
    public init() throws(SystemError) {
        epoll = try EpollSet()
        wakeup = try Descriptor(eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC)), "eventfd")
        workers = try WorkerPool(limit: 4, niceness: 5)
        scratch = .allocate(byteCount: 512 * 1024, alignment: 64)
        try epoll.add(wakeup.rawValue, for: .read, token: Self.wakeupToken)
        try Thread.start("etherws-loop") { self.run() }
    }

    deinit { scratch.deallocate() }

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
            execute { self.deadline = min(self.deadline ?? .seconds(Int64.max), self.now + grace) }
        }
    }
}
