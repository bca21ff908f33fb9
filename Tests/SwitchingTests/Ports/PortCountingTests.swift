import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PortCountingTests {
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

    @Test func `a super-frame goes whole to links that can segment it, and in pieces to others`() {
        bench.links[1].capabilities = [.partialChecksum, .segmentsTCP4]
        bench.links[2].capabilities = [.partialChecksum, .segmentsTCP6]
        let superFrame = tcpFrame(payload: 4_000)
        let offload = Offload(
            segmentation: .tcp4, needsChecksum: true, headerLength: 54, segmentSize: 1_448, checksumStart: 34,
            checksumOffset: 16)
        bench.links[0].deliver(superFrame, offload: offload)
        #expect(bench.links[1].sent.map(\.offload) == [offload])
        #expect(bench.counters(1).transmitted == .init(frames: 1, bytes: 4_054))
        #expect(bench.links[2].sent.map(\.frame.count) == [1_502, 1_502, 1_158])
        #expect(bench.links[2].sent.allSatisfy { $0.offload == .none })
        #expect(bench.counters(2).transmitted == .init(frames: 3, bytes: 4_162))
    }

    @Test func `a partial checksum is completed for a link that does not`() {
        bench.links[2].capabilities = [.partialChecksum]
        let partial = tcpFrame(payload: 100)
        bench.links[0].deliver(partial, offload: Offload(needsChecksum: true, checksumStart: 34, checksumOffset: 16))
        #expect(bench.links[2].sent.map(\.frame) == [partial])
        let completed = bench.links[1].sent.first?.frame ?? []
        #expect(completed.count == partial.count)
        #expect(Array(completed[..<50]) == Array(partial[..<50]))
        #expect(completed[50..<52] != partial[50..<52])
    }

    @Test func `metadata that does not fit its frame is dropped and counted`() {
        let offload = Offload(segmentation: .tcp4, needsChecksum: true, headerLength: 54, segmentSize: 1_448)
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1), byteCount: 40_000), offload: offload)
        #expect(bench.links[1].sent.isEmpty)
        #expect(bench.counters(1).drops[.unsupportedOffload] == 1)
    }

    /// A broadcast that carries TCP over IPv4.
    private func tcpFrame(payload: Int) -> [UInt8] {
        var bytes = frame(to: .broadcast, from: .station(1), byteCount: 54 + payload)
        bytes.replaceSubrange(12..<15, with: [0x08, 0x00, 0x45])
        bytes.replaceSubrange(23..<24, with: [6])
        bytes.replaceSubrange(46..<47, with: [0x50])
        return bytes
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
        #expect(snapshot.addressCapacity == 16_384)
        bench.now += .seconds(301)
        #expect(bench.fabric.snapshot().addressCount == 0)
    }
}
