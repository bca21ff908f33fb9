import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// Ports that come and go at the worst moments.
@Suite struct LearningSwitchChangeTests {
    let bench = Bench(linkCount: 5)

    @Test(arguments: 1..<5, 1..<5)
    func `a port that goes during a flood costs the others nothing`(failing: Int, victim: Int) {
        bench.links[failing].onSend = { [bench] in bench.links[victim].end(Unplugged()) }
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)), frame(to: .broadcast, from: .station(1)))
        for index in 1..<5 where index != victim { #expect(bench.links[index].sent.count == 2) }
        #expect(bench.fabric.snapshot().ports.map(\.id) == bench.ports.filter { $0 != bench.ports[victim] })
    }

    @Test func `all ports may go during a flood`() {
        bench.links[2].onSend = { [bench] in for link in bench.links { link.end(Unplugged()) } }
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.fabric.snapshot().ports.isEmpty)
        #expect(bench.links.map(\.sent.count) == [0, 1, 1, 0, 0])
    }

    @Test func `the sender may go while its frame is flooded`() {
        bench.links[2].onSend = { [bench] in bench.fabric.detach(bench.ports[0]) }
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.links.map(\.sent.count) == [0, 1, 1, 1, 1])
        #expect(bench.links[0].closeCount == 1)
    }

    @Test(arguments: 1..<5, 1..<5)
    func `a port that goes during a flush costs the others nothing`(failing: Int, victim: Int) {
        bench.links[failing].onFlush = { [bench] in bench.links[victim].end(Unplugged()) }
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        for index in 1..<5 where index != victim { #expect(bench.links[index].flushCount == 1) }
        #expect(bench.fabric.snapshot().ports.count == 4)
    }

    @Test func `a port that comes during a flood may share it, and is flushed`() {
        let newcomer = TestLink()
        var isFirst = true
        bench.links[1].onSend = { [bench] in
            if isFirst { bench.fabric.attach(newcomer, as: .tunnel) }
            isFirst = false
        }
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)), frame(to: .broadcast, from: .station(1)))
        #expect(newcomer.sent.count == 2)
        #expect(newcomer.flushCount == 1)
    }

    @Test func `a link that ends as it starts leaves no port`() {
        let link = TestLink()
        link.onStart = { [unowned link] in link.end(Unplugged()) }
        bench.fabric.attach(link, as: .device)
        #expect(bench.fabric.snapshot().ports.count == 5)
        #expect(link.carrier.isEmpty)
    }

    @Test func `a port that was detached is deaf`() {
        let receiver = bench.links[0].receiver
        bench.fabric.detach(bench.ports[0])
        receiver?.received(frame(to: .broadcast, from: .station(1)).span.bytes)
        receiver?.drained()
        receiver?.closed(Unplugged())
        #expect(bench.takeSentCounts() == [0, 0, 0, 0, 0])
        #expect(bench.events.count == 6)
    }

    @Test func `a number is never given twice`() {
        bench.fabric.detach(bench.ports[4])
        #expect(bench.fabric.attach(TestLink(), as: .tunnel) == PortID(6))
        bench.fabric.detach(PortID(6))
        bench.fabric.detach(PortID(6))
        #expect(bench.fabric.attach(TestLink(), as: .tunnel) == PortID(7))
    }

    @Test func `coming and going is reported, with the reason and the last counters`() {
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        bench.links[0].end(Unplugged())
        bench.fabric.detach(bench.ports[1])
        guard case .attached(let first) = bench.events.first, case .detached(let failed, let why) = bench.events[5],
            case .detached(let unplugged, let none) = bench.events[6]
        else { return #expect(Bool(false), "unexpected events") }
        #expect(first.id == PortID(1) && failed.id == PortID(1) && unplugged.id == PortID(2))
        #expect(failed.counters.received.frames == 1)
        #expect(why is Unplugged)
        #expect(none == nil)
    }

    @Test func `a link that ended is not closed, and one that is detached is closed once`() {
        bench.links[0].end(nil)
        bench.fabric.detach(bench.ports[1])
        #expect(bench.links.map(\.closeCount) == [0, 1, 0, 0, 0])
        bench.fabric.detachAll()
        #expect(bench.links.map(\.closeCount) == [0, 1, 1, 1, 1])
    }

    @Test func `ports, links and the switch are freed when they go`() {
        weak var link: TestLink?
        weak var fabric: LearningSwitch?
        do {
            let bench = Bench(linkCount: 2)
            (link, fabric) = (bench.links[0], bench.fabric)
            bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
            bench.fabric.detachAll()
        }
        #expect(link == nil)
        #expect(fabric == nil)
    }

    @Test func `a switch lives as long as links talk to it`() {
        let links = [TestLink(), TestLink()]
        weak var remaining: LearningSwitch?
        do {
            let fabric = LearningSwitch(now: { .zero })
            for link in links { fabric.attach(link, as: .tunnel) }
            remaining = fabric
        }
        links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(links[1].sent.count == 1)
        // The last port goes while its own frame is under way.
        links[1].onSend = { for link in links { link.end() } }
        links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(remaining == nil)
    }
}
