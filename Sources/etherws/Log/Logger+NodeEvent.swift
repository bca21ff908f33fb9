import Frame
import Logging
import Switching

extension Logger {
    /// Writes down who came, who went, and who was turned away.
    func log(_ event: NodeEvent) {
        let line = event.line
        log(level: line.level, "\(line.text)")
        if case .detached(let port, _) = event { debug("\(port.name) \(port.counters.line)") }
    }
}

extension NodeEvent {
    /// The event as a line of the log.
    var line: (level: Logger.Level, text: String) {
        switch self {
        case .attached(let port): (.info, "attached \(port.label)")
        case .detached(let port, nil): (.info, "detached \(port.label)")
        case .detached(let port, let reason?): (.warning, "detached \(port.label): \(Failure(reason).sentence)")
        case .refused(let address, let reason): (.warning, "refused \(address): \(Failure(reason).sentence)")
        case .violated(let port, let reason, let isDropped):
            (
                .warning,
                "\(port.label): \(isDropped ? "dropped" : "let through") \(port.count(reason, isDropped)) frames: \(reason.sentence)"
            )
        case .looped(let port, let address, let duration, let isShut):
            (
                .warning,
                "\(port.label): frames from \(address) go round in circles"
                    + (isShut ? "; the port is shut for \(duration.components.seconds) s" : "")
            )
        }
    }
}

extension PortSnapshot {
    fileprivate func count(_ reason: DropReason, _ isDropped: Bool) -> UInt64 {
        isDropped ? counters.drops[reason] : counters.warnings[reason]
    }

    fileprivate var label: String {
        guard let principal = peer?.principal else { return name }
        return "\(name) (\(principal))"
    }
}
