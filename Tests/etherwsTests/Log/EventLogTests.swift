import Frame
import Linux
import Logging
import Testing

@testable import Switching
@testable import etherws

@Suite struct EventLogTests {
    private let recorded = RecordedLog()
    private let now = ContinuousClock.now

    private func log(level: Logger.Level = .info, losing lost: Int = 0) -> EventLog {
        let log = EventLog(recorded.logger(level: level))
        log.lost(lost)
        return log
    }

    private static func port(of user: String?) -> PortSnapshot {
        let peer = Peer(address: .unnamed(shownAs: "192.0.2.1:5"), principal: user.map { Principal($0) })
        return PortSnapshot(
            id: PortID(1), name: "ws:192.0.2.1:5", role: .tunnel, peer: peer, counters: PortCounters())
    }

    private static let port = port(of: nil)

    /// Each event that a peer can cause.
    static let events: [(kind: EventKind, event: NodeEvent)] = [
        (.attached, .attached(port)),
        (.detached, .detached(port, reason: nil)),
        (.detached, .detached(port, reason: TransportError.protocolViolation("a reserved opcode"))),
        (.lost, .unplugged(port, reason: nil)),
        (.retrying, .retrying(port, in: .seconds(1), reason: TransportError.refused("wrong password"))),
        (.back, .replugged(port, after: .seconds(1))),
        (.refused, .refused(address: "192.0.2.1:5", reason: TransportError.refused("wrong password"))),
        (.violated, .violated(port, .spoofedSource, isDropped: true)),
        (.violated, .violated(port, .spoofedSource, isDropped: false)),
        (.malformed, .malformed(port, .oversized)),
        (.looped, .looped(port, MACAddress(rawValue: 0x0200_0000_0001), for: .seconds(10), isShut: true)),
        (.reopened, .reopened(port)),
    ]

    @Test("Of each kind of event only so much is written, and what was not is told in one line", arguments: events)
    func floods(_ kind: EventKind, _ event: NodeEvent) {
        let log = log()
        for _ in 0..<5000 { log.write(event, at: now) }
        #expect(recorded.lines.count == LineLimit.burst)
        log.summarize(at: now + .seconds(3))
        #expect(recorded.lines.count == LineLimit.burst + 1)
        let summary = "warning 4900 more lines '\(kind)' in the last 3 s, which were counted and not written"
        #expect(recorded.lines.last == summary)
        log.summarize(at: now + .seconds(13))
        #expect(recorded.lines.count == LineLimit.burst + 1)
    }

    @Test("What one user causes leaves room for what others do")
    func users() {
        let log = log()
        for _ in 0..<5000 { log.write(.attached(Self.port(of: "eve")), at: now) }
        #expect(recorded.lines.count == LineLimit.burst / 2)
        // Twenty, because one of them may have a share in common with eve.
        for number in 0..<20 { log.write(.attached(Self.port(of: "user \(number)")), at: now) }
        #expect(recorded.lines.count > LineLimit.burst / 2 + 10)
    }

    @Test("The tests know an event of each kind")
    func complete() {
        #expect(Set(Self.events.map(\.kind)) == Set(EventKind.allCases))
    }

    @Test("What no peer can cause is always written")
    func own() {
        let device = PortSnapshot(
            id: PortID(1), name: "tap:a", role: .device, peer: nil, counters: PortCounters())
        let log = log()
        for _ in 0..<300 { log.write(.attached(device), at: now) }
        for _ in 0..<300 { log.write(.noticed(.certificateRead("file")), at: now) }
        #expect(recorded.lines.count == 600)
    }

    @Test("Details that are not shown use up nothing of what may be")
    func details() {
        let log = log()
        let vain = NodeEvent.retrying(Self.port, in: .seconds(1), reason: TransportError.unreachable("no answer"))
        for _ in 0..<5000 { log.write(vain, at: now) }
        log.write(Self.events[4].event, at: now)
        log.summarize(at: now)
        #expect(recorded.lines == ["warning retrying ws:192.0.2.1:5 in 1.0 s: wrong password"])
    }

    @Test("Events that were lost on their way here are told, too")
    func lost() {
        for count in [0, 1, 17] { log(losing: count).summarize(at: now) }
        let words = "events were lost, because they came faster than they could be written"
        #expect(recorded.lines == ["warning 1 \(words)", "warning 17 \(words)"])
    }
}
