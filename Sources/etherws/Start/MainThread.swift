import Frame
import Glibc

/// What the main thread does while others work: it waits for SIGINT and SIGTERM, so that no busy loop can keep them away.
///
/// This is why `main` is not `async`. An `async` one would end in `dispatch_main`, which opens the main thread to every signal,
/// blocked or not, and SIGTERM would kill the program before it could close in good order.
enum MainThread {
    /// Does `work`, then ends the process with its status.
    ///
    /// - Parameter interrupt: called with the first signal. A second one ends the process at once.
    /// - Throws: `SystemError` when there is no descriptor left.
    static func wait(
        for work: @escaping @Sendable () async -> ExitStatus,
        interrupt: (CInt) -> Void
    ) throws(SystemError) -> Never {
        let signals = try StopSignals.open()
        let work = Task { exit(await work().rawValue) }
        interrupt(StopSignals.next(from: signals))
        let second = StopSignals.next(from: signals)
        work.cancel()
        _exit(ExitStatus.signal(second).rawValue)
    }
}
