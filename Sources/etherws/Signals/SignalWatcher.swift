import CLinux
import Frame
import Glibc

/// Waits for SIGINT and SIGTERM on a thread of its own, so that a busy or stuck event loop cannot keep them away.
final class SignalWatcher: Sendable {
    private let descriptor: CInt
    private let first: @Sendable (CInt) -> Void

    private init(descriptor: CInt, first: @escaping @Sendable (CInt) -> Void) {
        self.descriptor = descriptor
        self.first = first
    }

    /// Starts watching, for the rest of the process.
    ///
    /// - Parameter first: called with the first signal. A second one ends the process at once.
    /// - Throws: `SystemError` when there is no descriptor or thread left.
    static func start(_ first: @escaping @Sendable (CInt) -> Void) throws(SystemError) {
        let watcher = Unmanaged.passRetained(SignalWatcher(descriptor: try StopSignals.open(), first: first))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<SignalWatcher>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, watcher.toOpaque())
        guard code == 0 else {
            watcher.release()
            throw .numbered(code, "pthread_create")
        }
        pthread_detach(thread)
    }

    private func run() {
        first(StopSignals.next(from: descriptor))
        _exit(ExitStatus.signal(StopSignals.next(from: descriptor)).rawValue)
    }
}
