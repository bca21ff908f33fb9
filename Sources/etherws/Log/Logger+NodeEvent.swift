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
        case .attached(let port): (.info, "attached \(port.label)" + (port.link.security.map { ", \($0)" } ?? ""))
        case .detached(let port, nil): (.info, "detached \(port.label)")
        case .detached(let port, let reason?): (.warning, "detached \(port.label): \(Failure(reason).sentence)")
        case .unplugged(let port, nil): (.warning, "lost \(port.label): closed by the other end")
        case .unplugged(let port, let reason?): (.warning, "lost \(port.label): \(Failure(reason).sentence)")
        case .retrying(let port, let pause, let reason):
            (reason.level, "retrying \(port.name) in \(pause.inSeconds): \(Failure(reason).sentence)")
        case .replugged(let port, let absence): (.info, "back \(port.label) after \(absence.inSeconds)")
        case .refused(let address, let reason): (.warning, "refused \(address): \(Failure(reason).sentence)")
        case .violated(let port, let reason, let isDropped):
            (
                .warning,
                "\(port.label): \(isDropped ? "dropped" : "let through") \(port.count(reason, isDropped)) frames: \(reason.sentence)"
            )
        case .malformed(let port, let reason):
            (.warning, "\(port.label): dropped a malformed frame, and will drop others: \(reason.sentence)")
        case .looped(let port, let address, let duration, let isShut):
            (
                .warning,
                "\(port.label): frames from \(address) go round in circles"
                    + (isShut ? "; the port is shut for \(duration.components.seconds) s" : "")
            )
        case .reopened(let port): (.info, "\(port.label): the port is open again")
        case .noticed(let notice): (notice.isWarning ? .warning : .info, "\(notice)")
        case .policyRead(let file): (.info, "the policy in '\(file)' was read anew")
        case .policyUnusable(let reason):
            (.warning, "the old policy stays in force, because the new one cannot be used: \(Failure(reason).sentence)")
        case .networkUnwatched(let reason): (.debug, "changes of the network go unnoticed: \(reason)")
        }
    }
}

extension Error {
    /// A refusal is for the operator to cure, and all else for time.
    fileprivate var level: Logger.Level { if case .refused = self as? TransportError { .warning } else { .debug } }
}

extension Duration {
    /// Rounded to tenths of a second.
    fileprivate var inSeconds: String {
        let tenths = (self + .milliseconds(50)) / .milliseconds(100)
        let whole = Int(tenths)
        return "\(whole / 10).\(whole % 10) s"
    }
}

extension PortSnapshot {
    fileprivate func count(_ reason: DropReason, _ isDropped: Bool) -> UInt64 {
        isDropped ? counters.drops[reason] : counters.warnings[reason]
    }

    fileprivate var label: String {
        guard let principal = peer?.principal else { return name }
        return "\(name) (\(principal.description.shortened))"
    }
}
