import CLinux
import Frame
import Glibc
internal import Linux

/// The signals that ask the program to end: SIGINT, SIGTERM, and SIGHUP where a terminal has hung up.
///
/// They are blocked in every thread and read from a descriptor, so that they are met where the program is ready for them.
enum StopSignals {
    /// Blocks them, and ignores those that mean nothing here.
    ///
    /// Called before there is a second thread, because threads inherit what is blocked from the one that starts them.
    static func block() {
        for number in meaningless { signal(number, SIG_IGN) }
        var signals = set
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Signals that end a process by default, but are not sent for that purpose (signal(7)): requests that other daemons understand, timers,
    /// descriptors, and writing to a peer that has gone, which is an error of `write` here.
    private static let meaningless: [CInt] =
        [SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR] + realTime

    /// Without 32 and 33, which glibc uses itself.
    private static let realTime = Array<CInt>(34...64)

    /// A descriptor that becomes readable when one has come, and is closed on exec.
    ///
    /// - Throws: `SystemError` when there are no descriptors left.
    static func open() throws(SystemError) -> CInt {
        var signals = set
        let descriptor = signalfd(-1, &signals, CInt(SFD_CLOEXEC))
        guard descriptor >= 0 else { throw .last("signalfd") }
        return descriptor
    }

    /// Takes the next one, and waits for it if need be.
    static func next(from descriptor: CInt) -> CInt {
        var info = signalfd_siginfo()
        _ = uninterrupted { read(descriptor, &info, MemoryLayout<signalfd_siginfo>.size) }
        return CInt(bitPattern: info.ssi_signo)
    }

    private static var set: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGHUP)
        return signals
    }
}
