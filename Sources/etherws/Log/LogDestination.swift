import CLinux
import Glibc
import Logging

/// Where the log goes.
enum LogDestination {
    /// To whoever watches: a terminal, a service manager, a container's log.
    case standardError
    /// To syslog(3), once there is nobody to watch.
    case syslog

    /// A logger that writes here.
    func logger(isDebug: Bool) -> Logger {
        let handler = LineLogHandler(level: isDebug ? .debug : .info, sink: sink)
        return Logger(label: "etherws") { _ in handler }
    }

    private var sink: LineLogHandler.Sink {
        switch self {
        case .standardError:
            let stream = LogStream(to: STDERR_FILENO)
            return { level, line in stream.write("etherws: \(level): \(line)") }
        case .syslog: return syslogSink
        }
    }

    private var syslogSink: LineLogHandler.Sink {
        identity.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) { openlog($0.baseAddress, LOG_PID, LOG_DAEMON) }
        }
        return { level, line in writeToSyslog(level.syslogPriority, line) }
    }
}

/// What syslog(3) calls the program; it keeps the pointer.
private let identity: StaticString = "etherws"

/// The line is an argument, never the format: it may hold a `%`.
private func writeToSyslog(_ priority: CInt, _ line: String) {
    line.withCString { text in
        withVaList([text]) { vsyslog(LOG_DAEMON | priority, "%s", $0) }
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
