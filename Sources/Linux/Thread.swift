internal import CLinux
package import Frame
import Glibc

/// A thread of our own, on which no signal is delivered but SIGSYS: signals are the program's business, not a library's.
package enum Thread {
    /// Runs `body` on a new thread, which ends with it.
    ///
    /// - Parameter name: for debuggers; the kernel keeps 15 bytes.
    package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var id = pthread_t()
        let code = withSignalsBlocked {
            pthread_create(
                &id, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, start.toOpaque())
        }
        guard code == 0 else {
            start.release()
            throw SystemError(call: "pthread_create", code: code)
        }
        pthread_detach(id)
    }

    /// A thread inherits the mask of the one that makes it.
    private static func withSignalsBlocked<Result>(_ body: () -> Result) -> Result {
        var (all, previous) = (sigset_t(), sigset_t())
        sigfillset(&all)
        // By this one the program asks each thread to give up its privileges, which no thread can do for another.
        sigdelset(&all, SIGSYS)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        return body()
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            clinux_set_thread_name(name)
            body()
        }
    }
}
