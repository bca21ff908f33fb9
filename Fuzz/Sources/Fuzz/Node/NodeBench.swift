import Conformance
import Frame
import Glibc

@testable import Switching

/// A whole node on a loop that is moved by hand, and what is plugged into it.
final class NodeBench {
    let loop = ManualLoop()
    let ports: [NodePort]
    private let fabric: LearningSwitch
    private let ended = Ended()
    private var numbers: [PortID] = []

    /// The counters of ports that have gone.
    private final class Ended {
        var counters: [PortID: PortCounters] = [:]
    }

    init(_ setting: NodeSetting) {
        ports = setting.ports(on: loop)
        var configuration = SwitchConfiguration()
        configuration.addressCapacity = 64
        fabric = LearningSwitch(configuration: configuration, now: { [loop] in loop.now }) { [ended] event in
            if case .detached(let port, _) = event { ended.counters[port.id] = port.counters }
        }
        numbers = ports.map { fabric.attach($0.link, as: $0.role) }
    }

    /// What was dropped on a port.
    func drops(on port: Int) -> DropCounts {
        if let counters = ended.counters[numbers[port]] { return counters.drops }
        return fabric.snapshot().ports.first { $0.id == numbers[port] }?.counters.drops ?? DropCounts()
    }

    /// Whether the link of a port has ended.
    func isOver(_ port: Int) -> Bool { ended.counters[numbers[port]] != nil }

    /// Has every link find out whether its peer is still there.
    func probe() { fabric.probe() }

    /// Lets everything happen that can.
    func settle() {
        var isBusy = true
        while isBusy {
            isBusy = turn()
            if loop.advance(by: .zero) > 0 { isBusy = true }
            for port in ports where !port.isStalled && port.far.read() { isBusy = true }
        }
    }

    /// Lets far ends write, and the node do what it is ready for, once each.
    ///
    /// - Returns: whether anything came of it.
    func turn(atMost limit: Int = .max) -> Bool {
        var isBusy = false
        for port in ports where port.far.write(atMost: limit) { isBusy = true }
        var polls = ports.map { pollfd(fd: $0.near, events: Int16(POLLIN | POLLOUT), revents: 0) }
        poll(&polls, nfds_t(polls.count), 0)
        for (port, poll) in zip(ports, polls) {
            var readiness: Readiness = []
            if poll.revents & Int16(POLLIN) != 0 { readiness.insert(.read) }
            if poll.revents & Int16(POLLOUT) != 0 { readiness.insert(.write) }
            readiness.formIntersection(loop.interest(in: port.near) ?? [])
            if !readiness.isEmpty, loop.makeReady(port.near, for: readiness) { isBusy = true }
        }
        return isBusy
    }

    /// Has everything read that is on its way.
    func finish() {
        loop.letHandlersTake(.zero)
        goOn()
    }

    /// Lets a long time pass, in which no far end is stalled: one that leaves pings unanswered for so long loses its link.
    func pause(seconds: Int) {
        for _ in 0..<seconds {
            goOn()
            loop.advance(by: .seconds(1))
        }
        goOn()
    }

    private func goOn() {
        for port in ports { port.isStalled = false }
        settle()
    }

    /// Unplugs everything.
    func close() {
        fabric.detachAll()
        loop.advance(by: .seconds(2))
    }
}
