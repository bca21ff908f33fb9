import Frame
import Testing

@testable import Switching

@Suite struct LearningSwitchCountingTests {
    let bench = Bench(linkCount: 3)

    @Test func `frames and bytes are counted both ways`() {
        bench.links[0].deliver(
            frame(to: .broadcast, from: .station(1), byteCount: 100),
            frame(to: .broadcast, from: .station(1), byteCount: 1514)
        )
        #expect(bench.counters(0).received == .init(frames: 2, bytes: 1614))
        #expect(bench.counters(0).transmitted == .init())
        #expect(bench.counters(1).transmitted == .init(frames: 2, bytes: 1614))
        #expect(bench.counters(1).received == .init())
    }

    @Test func `a full queue drops on its own port and nowhere else`() {
        bench.links[1].hasRoom = false
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 0, 1])
        #expect(bench.counters(1).drops[.queueFull] == 1)
        #expect(bench.counters(1).transmitted == .init())
        #expect(bench.counters(0).drops.total == 0)
        #expect(bench.counters(2).drops.total == 0)
    }

    @Test func `what a link dropped itself is counted for it`() {
        bench.links[0].receiver?.dropped(.notBinary)
        #expect(bench.counters(0).drops[.notBinary] == 1)
    }

    @Test func `a super-frame goes only to links that can segment it`() {
        bench.links[1].capabilities = [.partialChecksum, .segmentsTCP4]
        bench.links[2].capabilities = [.partialChecksum, .segmentsTCP6]
        let offload = Offload(segmentation: .tcp4, needsChecksum: true, headerLength: 54, segmentSize: 1448)
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1), byteCount: 40_000), offload: offload)
        #expect(bench.links[1].sent.map(\.offload) == [offload])
        #expect(bench.links[2].sent.isEmpty)
        #expect(bench.counters(2).drops[.unsupportedOffload] == 1)
        #expect(bench.counters(1).transmitted == .init(frames: 1, bytes: 40_000))
    }

    @Test func `a partial checksum alone needs a link that completes it`() {
        bench.links[2].capabilities = [.partialChecksum]
        let offload = Offload(needsChecksum: true, checksumStart: 34, checksumOffset: 6)
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)), offload: offload)
        #expect(bench.takeSentCounts() == [0, 0, 1])
        #expect(bench.counters(1).drops[.unsupportedOffload] == 1)
    }

    @Test func `a checksum that was verified needs nothing`() {
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)), offload: Offload(isChecksumValid: true))
        #expect(bench.takeSentCounts() == [0, 1, 1])
    }

    @Test func `a snapshot shows the ports in the order they came, and the table`() {
        let device = TestLink("tap:ethws0")
        let peer = Peer(address: "192.0.2.1:5000", principal: Principal("ann"))
        bench.fabric.detach(bench.ports[0])
        bench.fabric.attach(device, as: .device, peer: peer)
        device.deliver(frame(to: .broadcast, from: .station(1)))
        let snapshot = bench.fabric.snapshot()
        #expect(snapshot.ports.map(\.id) == [PortID(2), PortID(3), PortID(4)])
        #expect(snapshot.ports.map(\.name) == ["test:1", "test:2", "tap:ethws0"])
        #expect(snapshot.ports.map(\.role) == [.tunnel, .tunnel, .device])
        #expect(snapshot.ports.map(\.peer) == [nil, nil, peer])
        #expect(snapshot.addressCount == 1)
        #expect(snapshot.addressCapacity == 8192)
        bench.now += .seconds(301)
        #expect(bench.fabric.snapshot().addressCount == 0)
    }
}
