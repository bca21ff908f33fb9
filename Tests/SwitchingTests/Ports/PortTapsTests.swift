import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PortTapsTests {
    let bench = Bench(linkCount: 3)

    private let tap = RecordingTap()
    private let first = frame(to: .broadcast, from: .station(1))
    private let second = frame(to: .broadcast, from: .station(2), byteCount: 100)

    @Test func `a tap sees frames both ways, in order, each with its time`() {
        #expect(bench.fabric.add(tap, to: bench.ports[1]))
        bench.links[0].deliver(first)
        bench.now += .seconds(1)
        bench.links[1].deliver(second, first)
        bench.links[2].deliver(frame(to: .station(2), from: .station(3)))
        #expect(tap.seen.map(\.direction) == [.sent, .received, .received, .sent])
        #expect(tap.seen.map(\.frame.count) == [60, 100, 60, 60])
        #expect(tap.seen[0] == .init(first, .sent))
        #expect(tap.seen[1] == .init(second, .received, at: .seconds(86_401)))
    }

    @Test func `a tap sees what is dropped afterwards, and nothing that the link does not take`() {
        #expect(bench.fabric.add(tap, to: bench.ports[1]))
        bench.links[1].deliver([1, 2, 3], frame(to: .broadcast, from: .broadcast))
        #expect(tap.seen.map(\.frame.count) == [3, 60])
        bench.links[1].hasRoom = false
        bench.links[0].deliver(first)
        #expect(tap.seen.count == 2)
        #expect(bench.links[1].frames.isEmpty)
    }

    @Test func `a tap sees a super-frame with its offload, and the pieces that another link took`() {
        let taps = [RecordingTap(), RecordingTap()]
        #expect(bench.fabric.add(taps[0], to: bench.ports[0]) && bench.fabric.add(taps[1], to: bench.ports[1]))
        bench.links[1].capabilities = []
        let bytes = frame(to: .broadcast, from: .station(1), byteCount: 100)
        let offload = Offload(needsChecksum: true, checksumStart: 34, checksumOffset: 16)
        bench.links[0].deliver(bytes, offload: offload)
        #expect(taps[0].seen == [.init(bytes, .received, offload: offload)])
        #expect(taps[1].seen.map(\.offload) == [.none])
        #expect(taps[1].seen.map(\.frame) == bench.links[1].frames)
    }

    @Test func `each of several taps sees each frame once`() {
        let other = RecordingTap()
        for tap in [tap, other, tap] { #expect(bench.fabric.add(tap, to: bench.ports[0])) }
        bench.links[0].deliver(first)
        #expect(tap.seen.count == 1 && other.seen.count == 1)
        bench.fabric.remove(other, from: bench.ports[0])
        bench.links[0].deliver(first)
        #expect(tap.seen.count == 2 && other.seen.count == 1)
    }

    @Test func `a tap that is removed sees nothing more, and is let go`() {
        weak var gone: RecordingTap?
        do {
            let tap = RecordingTap()
            gone = tap
            #expect(bench.fabric.add(tap, to: bench.ports[0]))
            bench.fabric.remove(tap, from: bench.ports[0])
            bench.links[0].deliver(first)
            #expect(tap.seen.isEmpty)
        }
        #expect(gone == nil)
    }

    @Test func `a tap may be removed within its own call`() {
        let other = RecordingTap()
        nonisolated(unsafe) let bench = bench
        tap.onSight { [unowned tap] in bench.fabric.remove(tap, from: bench.ports[0]) }
        #expect(bench.fabric.add(tap, to: bench.ports[0]) && bench.fabric.add(other, to: bench.ports[0]))
        bench.links[0].deliver(first, second)
        #expect(tap.seen.map(\.frame) == [first])
        #expect(other.seen.map(\.frame) == [first, second])
        #expect(bench.links[1].frames == [first, second])
    }

    @Test func `a port may go within the call of its tap, and the frame teaches nothing`() {
        nonisolated(unsafe) let bench = bench
        tap.onSight { bench.fabric.detach(bench.ports[0]) }
        #expect(bench.fabric.add(tap, to: bench.ports[0]))
        bench.links[0].deliver(first, second)
        #expect(tap.seen.count == 1)
        #expect(bench.links[1].frames.isEmpty)
        #expect(bench.fabric.snapshot().addressCount == 0)
        #expect(bench.links[0].closeCount == 1)
    }

    @Test func `the egress port may go within the call of its tap`() {
        nonisolated(unsafe) let bench = bench
        tap.onSight { bench.fabric.detach(bench.ports[1]) }
        #expect(bench.fabric.add(tap, to: bench.ports[1]))
        bench.links[0].deliver(first, second)
        #expect(tap.seen.map(\.direction) == [.sent])
        #expect(bench.links[2].frames == [first, second])
    }

    @Test func `a port that goes lets its tap go`() {
        weak var gone: RecordingTap?
        do {
            let tap = RecordingTap()
            gone = tap
            #expect(bench.fabric.add(tap, to: bench.ports[0]))
        }
        #expect(gone != nil)
        bench.fabric.detach(bench.ports[0])
        #expect(gone == nil)
    }

    @Test func `a port that is not there takes no tap`() {
        bench.fabric.detach(bench.ports[0])
        #expect(!bench.fabric.add(tap, to: bench.ports[0]))
        bench.fabric.remove(tap, from: bench.ports[0])
    }
}
