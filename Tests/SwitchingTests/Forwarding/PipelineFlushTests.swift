import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PipelineFlushTests {
    let bench = Bench(linkCount: 4)

    @Test func `every port that a batch touched is flushed once, and no other`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        bench.links[2].deliver(frame(to: .broadcast, from: .station(3)))
        let before = bench.links.map(\.flushCount)
        bench.links[0].deliver(
            frame(to: .station(2), from: .station(1)),
            frame(to: .station(3), from: .station(1)),
            frame(to: .station(2), from: .station(1))
        )
        #expect(zip(bench.links, before).map { $0.flushCount - $1 } == [0, 1, 1, 0])
    }

    @Test func `nothing is flushed before the batch is over`() {
        bench.links[0].receiver?.received(frame(to: .broadcast, from: .station(1)).span.bytes)
        #expect(bench.links.map(\.flushCount) == [0, 0, 0, 0])
        bench.links[0].receiver?.drained()
        bench.links[0].receiver?.drained()
        #expect(bench.links.map(\.flushCount) == [0, 1, 1, 1])
    }

    @Test func `what a link has brought is flushed when it ends before it was drained`() {
        bench.links[0].receiver?.received(frame(to: .broadcast, from: .station(1)).span.bytes)
        bench.links[0].receiver?.closed(nil)
        #expect(bench.links.map(\.flushCount) == [0, 1, 1, 1])
    }

    @Test func `a link that took nothing is not flushed`() {
        bench.links[1].hasRoom = false
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.links.map(\.flushCount) == [0, 0, 1, 1])
    }

    @Test func `a port in the place of one that was touched is not flushed for it`() {
        bench.links[0].receiver?.received(frame(to: .broadcast, from: .station(1)).span.bytes)
        bench.fabric.detach(bench.ports[1])
        let newcomer = TestLink()
        bench.fabric.attach(newcomer, as: .tunnel)
        bench.links[0].receiver?.drained()
        #expect(newcomer.flushCount == 0)
        #expect(bench.links.map(\.flushCount) == [0, 0, 1, 1])
    }

    @Test func `a port in the place of one that was touched is flushed once for its own frames`() {
        bench.links[0].receiver?.received(frame(to: .broadcast, from: .station(1)).span.bytes)
        bench.fabric.detach(bench.ports[1])
        let newcomer = TestLink()
        bench.fabric.attach(newcomer, as: .tunnel)
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(newcomer.flushCount == 1)
    }

    @Test func `a link that says it is drained from within its flush makes nobody flush twice`() {
        bench.links[2].onFlush = { [bench] in bench.links[2].receiver?.drained() }
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.links.map(\.flushCount) == [0, 1, 1, 1])
    }
}
