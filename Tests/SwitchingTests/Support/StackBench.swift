import Conformance
import Frame
import SwitchingSupport

@testable import Switching

/// A stack of switches, each on a loop that runs when the test says so.
final class StackBench {
    let fabrics: [LearningSwitch]
    let loops: [ManualLoop]
    private let backplane: Backplane
    private let log: Log

    private final class Log { var events: [NodeEvent] = [] }

    init(
        _ count: Int,
        configuration: SwitchConfiguration = SwitchConfiguration(),
        mailboxCapacity: Int = Mailbox.capacity
    ) {
        let loops = (0..<count).map { _ in ManualLoop() }
        let (log, backplane) = (Log(), Backplane(loops, mailboxCapacity: mailboxCapacity))
        (self.loops, self.log, self.backplane) = (loops, log, backplane)
        fabrics = loops.enumerated().map { number, loop in
            let fabric = LearningSwitch(
                configuration: configuration, now: { loop.now }, report: { log.events.append($0) })
            fabric.join(Backplane.Seat(backplane: backplane, number: number))
            return fabric
        }
    }

    // A switch lives for as long as a link is plugged in, or it is part of a stack.
    deinit {
        for fabric in fabrics {
            fabric.detachAll()
            fabric.leaveStack()
        }
    }

    var events: [NodeEvent] { log.events }

    /// Plugs a link into one switch.
    func tunnel(on number: Int, _ name: String = "tunnel") -> TestLink {
        let link = TestLink(name)
        fabrics[number].attach(link, as: .tunnel)
        settle()
        return link
    }

    /// Plugs a client's link into one switch.
    func client(_ name: String, on number: Int) -> TestLink {
        let link = TestLink(name)
        let peer = Peer(address: PeerAddress(stringLiteral: "192.0.2.\(number):1000"), principal: Principal(name))
        fabrics[number].attach(link, as: .tunnel, peer: peer)
        settle()
        return link
    }

    /// Lets time pass on all loops.
    func pass(_ time: Duration) { for loop in loops { loop.advance(by: time) } }

    /// Plugs a device into all switches.
    func device(_ name: String = "device") throws -> [TestLink] {
        guard let device = backplane.nextDevice() else { throw Unplugged() }
        let queues = fabrics.map { fabric in
            let link = TestLink(name)
            _ = fabric.attach(link, queueOf: device)
            return link
        }
        settle()
        return queues
    }

    /// Runs all loops until there is nothing to do.
    ///
    /// - Returns: how many jobs each has run.
    @discardableResult
    func settle() -> [Int] {
        var counts = loops.map { _ in 0 }
        while true {
            let more = loops.map { $0.runJobs() }
            guard more.contains(where: { $0 > 0 }) else { return counts }
            counts = zip(counts, more).map { $0 + $1 }
        }
    }

    /// The trunks of one switch, as it sees them.
    func trunks(of number: Int) -> [PortSnapshot] { fabrics[number].snapshot().ports.filter { $0.role == .trunk } }
}

/// How many frames each link was sent since the last call.
func takeSentCounts(_ links: [TestLink]) -> [Int] {
    defer { for link in links { link.forget() } }
    return links.map(\.sent.count)
}
