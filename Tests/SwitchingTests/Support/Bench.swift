import Frame
import SwitchingSupport

@testable import Switching

/// A switch with links plugged in, and a time that the test moves by hand.
final class Bench {
    let fabric: LearningSwitch
    let links: [TestLink]
    let ports: [PortID]
    private let clock: Clock
    private let log: Log

    private final class Clock { var now = Duration.seconds(86_400) }
    private final class Log { var events: [NodeEvent] = [] }

    init(linkCount: Int, configuration: SwitchConfiguration = SwitchConfiguration(), role: PortRole = .tunnel) {
        let (clock, log) = (Clock(), Log())
        let fabric = LearningSwitch(
            configuration: configuration,
            now: { clock.now },
            report: { log.events.append($0) }
        )
        (self.clock, self.log, self.fabric) = (clock, log, fabric)
        let links = (0..<linkCount).map { TestLink("test:\($0)") }
        self.links = links
        ports = links.map { fabric.attach($0, as: role) }
    }

    // A switch lives for as long as a link is plugged in.
    deinit { fabric.detachAll() }

    var now: Duration {
        get { clock.now }
        set { clock.now = newValue }
    }

    var events: [NodeEvent] { log.events }

    /// How many frames each link was sent since the last call.
    func takeSentCounts() -> [Int] {
        defer { for link in links { link.forget() } }
        return links.map(\.sent.count)
    }

    func counters(_ index: Int) -> PortCounters {
        fabric.snapshot().ports.first { $0.id == ports[index] }?.counters ?? PortCounters()
    }
}
