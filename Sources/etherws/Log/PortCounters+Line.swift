import Frame
import Switching

extension PortCounters {
    /// What has passed and what has not, as a line of the log.
    var line: String {
        let drops = DropReason.allCases.filter { self.drops[$0] > 0 }.map { "\(self.drops[$0]) \($0)" }
        return "received \(received.line), transmitted \(transmitted.line), dropped \(self.drops.total)"
            + (drops.isEmpty ? "" : " (\(drops.joined(separator: ", ")))")
    }
}

extension PortCounters.Traffic {
    fileprivate var line: String { "\(frames) frames of \(bytes) bytes" }
}
