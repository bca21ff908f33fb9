import Frame
internal import Linux
import Logging
import Switching
import Synchronization

/// Writes down what happens to the ports of a switch: of what peers can cause only so much, and how much more there was.
final class EventLog: Sendable {
    private let logger: Logger
    private let lost = Atomic(0)
    private let throttle = Locked(EventThrottle())

    /// How often it is told what was not written.
    private static let summaryInterval = Duration.seconds(10)

    init(_ logger: Logger) { self.logger = logger }

    /// Notes that events were lost before they came here.
    func lost(_ count: Int) { if count > 0 { lost.add(count, ordering: .relaxed) } }

    /// Writes an event down, unless there have been too many of its kind.
    func write(_ event: NodeEvent, at now: ContinuousClock.Instant) {
        // What would not be shown is not to use up what may be.
        guard event.line.level >= logger.logLevel else { return }
        let user = event.user?.hashValue
        if let kind = EventKind(event), !throttle.withLock({ $0.admits(kind, by: user, at: now) }) { return }
        logger.log(event)
    }

    /// Tells how much was not written, of each kind.
    func summarize(at now: ContinuousClock.Instant) {
        for line in throttle.withLock({ $0.takeSummaries(at: now) }) { logger.warning("\(line)") }
        let lost = lost.exchange(0, ordering: .relaxed)
        if lost > 0 { logger.warning("\(lost) events were lost, because they came faster than they could be written") }
    }

    /// Tells it every few seconds, until the task is cancelled.
    func summarizeNowAndThen() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: Self.summaryInterval) } catch { return }
            summarize(at: .now)
        }
    }
}

extension NodeEvent {
    /// The user who has caused it, as far as that was proved.
    fileprivate var user: Principal? {
        switch self {
        case .attached(let port), .detached(let port, _), .unplugged(let port, _), .replugged(let port, _),
            .retrying(let port, _, _), .violated(let port, _, _), .malformed(let port, _), .looped(let port, _, _, _),
            .reopened(let port):
            port.peer?.principal
        case .refused, .noticed, .policyRead, .policyUnusable, .networkUnwatched: nil
        }
    }
}
