internal import Linux
import Logging

/// A log that never keeps the program waiting: a line for which there is no room is lost, and counted.
///
/// Whoever reads the log may be asleep, or have gone, and a disk may be full. None of that may hold up a tunnel, or its end.
final class LogStream: Sendable {
    /// Writes a line somewhere, or returns `false` at once if that cannot be.
    typealias Outlet = @Sendable (Logger.Level, String) -> Bool

    private let put: Outlet
    /// Lines lost since the last that was written.
    private let lost = Locked(0)

    init(into put: @escaping Outlet) { self.put = put }

    /// Writes a line, behind a word about those that were lost before it.
    ///
    /// On any thread.
    func write(_ level: Logger.Level, _ line: String) {
        lost.withLock { lost in
            if lost > 0, put(.warning, Self.complaint(lost)) { lost = 0 }
            if lost > 0 || !put(level, line) { lost += 1 }
        }
    }

    private static func complaint(_ count: Int) -> String {
        "\(count) lines of the log were lost here, as there was no room for them"
    }
}
