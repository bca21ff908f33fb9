import CLinux
import Glibc
import Logging

/// Where the log goes.
enum LogDestination {
    /// To whoever watches: a terminal, a service manager, a container's log.
    case standardError
    /// To the system's log, once there is nobody to watch.
    case syslog

    /// A logger that writes here.
    func logger(isDebug: Bool) -> Logger {
        let handler = LineLogHandler(level: isDebug ? .debug : .info, sink: sink)
        return Logger(label: "etherws") { _ in handler }
    }

    private var sink: LineLogHandler.Sink {
        switch self {
        case .standardError:
            return LogStream { level, line in
                writeLine("etherws: \(level): \(line)", to: STDERR_FILENO, within: .zero)
            }.write
        case .syslog:
            return LogStream(into: SyslogSocket().send).write
        }
    }
}

extension Logger.Level {
    /// The level's nearest relation in syslog(3).
    var syslogPriority: CInt {
        switch self {
        case .trace, .debug: LOG_DEBUG
        case .info: LOG_INFO
        case .notice: LOG_NOTICE
        case .warning: LOG_WARNING
        case .error: LOG_ERR
        case .critical: LOG_CRIT
        }
    }
}
