import Glibc
internal import Linux

/// A log that goes to a descriptor, and never keeps the program waiting: a line for which there is no room is lost, and counted.
///
/// Whoever reads the log may be asleep, or have gone, and a disk may be full. None of that may hold up a tunnel, or its end.
final class LogStream: Sendable {
    private let descriptor: CInt
    private let state = Locked(State())

    private struct State: Sendable {
        /// Lines lost since the last that was written.
        var lost = 0
    }

    init(to descriptor: CInt) { self.descriptor = descriptor }

    /// Writes a line, behind a word about those that were lost before it.
    ///
    /// On any thread.
    func write(_ line: String) {
        state.withLock { state in
            if state.lost > 0, writeLine(Self.complaint(state.lost), to: descriptor, within: .zero) { state.lost = 0 }
            if state.lost > 0 || !writeLine(line, to: descriptor, within: .zero) { state.lost += 1 }
        }
    }

    private static func complaint(_ count: Int) -> String {
        "etherws: warning: \(count) lines of the log were lost here, as there was no room for them"
    }
}
