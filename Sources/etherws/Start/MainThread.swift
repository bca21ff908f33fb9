import Frame
import Glibc

/// What the main thread does while others work: it waits for signals, so that no busy loop can keep them away.
///
/// This is why `main` is not `async`. An `async` one would end in `dispatch_main`, which opens the main thread to every signal,
/// blocked or not, and SIGTERM would kill the program before it could close in good order.
enum MainThread {
    /// Does `work`, then ends the process with its status.
    ///
    /// - Parameters:
    ///   - hasTerminal: whether SIGHUP means that somebody's terminal has gone, as it does to a program that runs in one. To others it
    ///     means that files are to be read again.
    ///   - reload: called with SIGHUP, where it means that.
    ///   - interrupt: called with the first of the other signals. A second one ends the process at once.
    /// - Throws: `SystemError` when there is no descriptor left.
    static func wait(
        for work: @escaping @Sendable () async -> ExitStatus,
        hasTerminal: Bool,
        reload: () -> Void,
        interrupt: (CInt) -> Void
    ) throws(SystemError) -> Never {
        let signals = try StopSignals.open()
        let work = Task { exit(await work().rawValue) }
        interrupt(nextStop())
        let second = nextStop()
        work.cancel()
        _exit(ExitStatus.signal(second).rawValue)

        func nextStop() -> CInt {
            while true {
                let signal = StopSignals.next(from: signals)
                guard signal == SIGHUP, !hasTerminal else { return signal }
                reload()
            }
        }
    }
}
