import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// Ports that outlive their links.
@Suite final class LearningSwitchKeepingTests {
    private let bench = Bench(linkCount: 2)
    private let keeper = Keeper()
    private let first = TestLink("test:first")
    private let port: PortID

    private final class Keeper: PortKeeper {
        var keeps = true
        private(set) var asked: [PortSnapshot] = []

        func keeps(_ port: PortSnapshot, after reason: (any Error)?) -> Bool {
            asked.append(port)
            return keeps
        }
    }

    init() { port = bench.fabric.attach(first, as: .tunnel, peer: nil, keeper: keeper) }

    private func snapshot() throws -> PortSnapshot {
        try #require(bench.fabric.snapshot().ports.first { $0.id == port })
    }

    @Test func `number, counters and addresses survive a link`() throws {
        first.deliver(frame(to: .broadcast, from: .station(1)))
        first.end(Unplugged())
        #expect(try !snapshot().isPlugged)
        #expect(try snapshot().counters.received.frames == 1)
        let second = TestLink("test:second")
        bench.now += .seconds(5)
        #expect(bench.fabric.plug(second, into: port))
        #expect(try snapshot().isPlugged && snapshot().name == "test:second")
        #expect(try snapshot().counters.received.frames == 1)

        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(1), from: .station(2)))
        #expect(second.sent.count == 1)
        #expect(second.flushCount == 1)
        #expect(bench.takeSentCounts() == [0, 0])
    }

    @Test func `its addresses are listed while it has no link`() {
        first.deliver(frame(to: .broadcast, from: .station(1)))
        first.end(Unplugged())
        #expect(bench.fabric.addresses(after: nil, limit: 9).map(\.port) == [port])
        bench.fabric.detach(port)
        #expect(bench.fabric.addresses(after: nil, limit: 9).isEmpty)
    }

    @Test func `taps survive a link, and come and go without one`() {
        let (tap, other) = (RecordingTap(), RecordingTap())
        for tap in [tap, other] { #expect(bench.fabric.add(tap, to: port)) }
        first.end(Unplugged())
        let late = RecordingTap()
        #expect(bench.fabric.add(late, to: port))
        bench.fabric.remove(other, from: port)
        let second = TestLink()
        #expect(bench.fabric.plug(second, into: port))
        let bytes = frame(to: .broadcast, from: .station(1))
        second.deliver(bytes)
        #expect(tap.seen.map(\.frame) == [bytes] && late.seen.map(\.frame) == [bytes] && other.seen.isEmpty)
    }

    @Test func `what happens is reported`() throws {
        first.end(Unplugged())
        bench.now += .seconds(5)
        _ = bench.fabric.plug(TestLink(), into: port)
        guard case .unplugged(let lost, let why) = bench.events[3],
            case .replugged(let back, let absence) = bench.events[4]
        else { return #expect(Bool(false), "unexpected events") }
        #expect(lost.id == port && back.id == port && !lost.isPlugged && back.isPlugged)
        #expect(why is Unplugged)
        #expect(absence == .seconds(5))
    }

    @Test func `frames for an absent link are dropped and counted, and nobody else sees them`() throws {
        first.deliver(frame(to: .broadcast, from: .station(1)))
        _ = bench.takeSentCounts()
        first.end(Unplugged())
        bench.links[0].deliver(frame(to: .station(1), from: .station(2)))
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(bench.counters(0).drops[.unplugged] == 1)
        bench.links[0].deliver(frame(to: .broadcast, from: .station(2)))
        #expect(bench.takeSentCounts() == [0, 1])
        #expect(bench.counters(0).drops.total == 1)
    }

    @Test func `an address that is heard on another port moves there at once`() {
        first.deliver(frame(to: .broadcast, from: .station(1)))
        first.end(Unplugged())
        bench.links[1].deliver(frame(to: .broadcast, from: .station(1)))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(1), from: .station(2)))
        #expect(bench.takeSentCounts() == [0, 1])
    }

    @Test func `a place that is kept is given to nobody else`() {
        first.end(Unplugged())
        bench.fabric.detach(bench.ports[1])
        let others = [TestLink(), TestLink(), TestLink()]
        for link in others { bench.fabric.attach(link, as: .tunnel) }
        let second = TestLink()
        #expect(bench.fabric.plug(second, into: port))
        bench.links[0].deliver(frame(to: .broadcast, from: .station(2)))
        #expect((others + [second]).map(\.sent.count) == [1, 1, 1, 1])
    }

    @Test func `a port that was kept in vain is forgotten with its addresses`() throws {
        first.deliver(frame(to: .broadcast, from: .station(1)))
        first.end(Unplugged())
        bench.fabric.detach(port)
        bench.fabric.detach(port)
        guard case .detached(let gone, reason: nil) = bench.events[4] else {
            return #expect(Bool(false), "unexpected events")
        }
        #expect(gone.id == port && bench.events.count == 5)
        #expect(bench.fabric.snapshot().addressCount == 0)
        let late = TestLink()
        #expect(!bench.fabric.plug(late, into: port))
        #expect(late.receiver == nil)
    }

    @Test func `a port that its keeper gives up goes with its link`() {
        keeper.keeps = false
        first.end(Unplugged())
        #expect(bench.fabric.snapshot().ports.map(\.id) == bench.ports)
        #expect(keeper.asked.map(\.id) == [port])
    }

    @Test func `the keeper is asked again when the next link ends`() {
        first.end(Unplugged())
        let second = TestLink()
        _ = bench.fabric.plug(second, into: port)
        second.end()
        #expect(keeper.asked.count == 2)
        #expect(bench.fabric.plug(TestLink(), into: port))
    }

    @Test func `a link that was ended is deaf when another has its port`() {
        let old = first.receiver
        first.end(Unplugged())
        _ = bench.fabric.plug(TestLink(), into: port)
        _ = bench.takeSentCounts()
        old?.received(frame(to: .broadcast, from: .station(3)).span.bytes)
        old?.closed(Unplugged())
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(keeper.asked.count == 1)
    }

    @Test func `a device has no carrier while the only tunnel is away`() {
        let fabric = LearningSwitch(now: { .zero })
        let (device, tunnel) = (TestLink(), TestLink())
        fabric.attach(device, as: .device)
        let id = fabric.attach(tunnel, as: .tunnel, peer: nil, keeper: keeper)
        tunnel.end(Unplugged())
        _ = fabric.plug(TestLink(), into: id)
        #expect(device.carrier == [false, true, false, true])
        fabric.detachAll()
    }

    @Test func `a port may go and come back while its frame is under way`() {
        let second = TestLink()
        bench.links[0].onSend = { [self] in
            guard second.receiver == nil else { return }
            first.end(Unplugged())
            _ = bench.fabric.plug(second, into: port)
        }
        first.deliver(frame(to: .broadcast, from: .station(1)), frame(to: .broadcast, from: .station(1)))
        #expect(bench.links.map(\.sent.count) == [1, 1])
        second.deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.links.map(\.sent.count) == [2, 2])
    }

    @Test func `unplugging everything forgets what is kept`() {
        first.end(Unplugged())
        bench.fabric.detachAll()
        #expect(bench.fabric.snapshot().ports.isEmpty)
    }

    @Test func `every link that is there is asked for a sign of life`() {
        first.end(Unplugged())
        bench.fabric.probe()
        #expect(bench.links.map(\.probeCount) == [1, 1])
        #expect(first.probeCount == 0)
    }
}
