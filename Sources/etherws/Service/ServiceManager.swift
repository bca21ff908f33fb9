import CLinux
import Frame
import Glibc
import Linux
import Streams

/// The service manager that started this process, if it wants to be told how things stand (sd_notify(3)).
struct ServiceManager: Sendable {
    /// The path of its socket, or an abstract name behind an `@`.
    let socketName: String?
    /// How long it waits for a sign of life; `nil` if it wants none.
    var watchdogLimit: Duration?

    /// The one that this process has, if any.
    static var fromEnvironment: ServiceManager {
        ServiceManager(
            socketName: variable("NOTIFY_SOCKET"),
            watchdogLimit: watchdogLimit(variable("WATCHDOG_USEC"), for: variable("WATCHDOG_PID"), self: getpid())
        )
    }

    /// What the variables of sd_watchdog_enabled(3) mean: microseconds, for the process of that number.
    static func watchdogLimit(_ microseconds: String?, for owner: String?, self process: pid_t) -> Duration? {
        guard owner == nil || owner == "\(process)" else { return nil }
        guard let count = microseconds.flatMap({ Int64($0) }), count > 0 else { return nil }
        return .microseconds(count)
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Gives it signs of life, if it wants them, as long as all `loops` turn.
    func watch(_ loops: [any EventLoop]) {
        guard let watchdogLimit else { return }
        Watchdog(over: loops, within: watchdogLimit, report: alive).start()
    }

    /// Tells it that the tunnel is ready.
    func ready() { notify("READY=1") }

    /// Tells it that an orderly close has begun.
    func stopping() { notify("STOPPING=1") }

    /// Tells it that files are being read again, until the tunnel is ``ready()`` once more.
    func reloading() {
        notify("RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.nanoseconds / 1000)")
    }

    /// Gives it a sign of life.
    func alive() { notify("WATCHDOG=1") }

    /// Nothing depends on the answer: a manager that is not there any more need not know, and one
    /// that does not listen must not keep an event loop waiting.
    private func notify(_ state: String) {
        guard let address = socketName.flatMap({ SocketAddress(unix: $0) }) else { return }
        let socket = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        address.withSockaddr {
            _ = sendto(socket, state, state.utf8.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT), $0, $1)
        }
    }
}
