import Linux
import Logging

@testable import etherws

/// A log that keeps its lines, each with its level in front.
final class RecordedLog: Sendable {
    private let recorded = Locked<[String]>([])

    /// What was logged so far.
    var lines: [String] { recorded.withLock { $0 } }

    /// A logger that writes here.
    var logger: Logger { logger(level: .info) }

    func logger(level: Logger.Level) -> Logger {
        let handler = LineLogHandler(level: level) { [self] level, line in
            recorded.withLock { $0.append("\(level) \(line)") }
        }
        return Logger(label: "test") { _ in handler }
    }
}
