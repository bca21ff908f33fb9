import Conformance
import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct StackMemberTests {
    let bench = StackBench(3)
    let device: [TestLink]
    let tunnels: [TestLink]

    init() throws {
        device = try bench.device()
        tunnels = [bench.tunnel(on: 0), bench.tunnel(on: 1), bench.tunnel(on: 1), bench.tunnel(on: 2)]
    }

    private func deliver(_ frames: [UInt8]..., to link: TestLink, offload: Offload = .none) {
        for frame in frames { link.deliver(frame, offload: offload) }
        bench.settle()
    }

    private func sent() -> [Int] { takeSentCounts(device + tunnels) }

    @Test func `a broadcast from a tunnel reaches all others once, and the device by the nearest queue`() {
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[1])
        #expect(sent() == [0, 1, 0, 1, 0, 1, 1])
    }

    @Test func `a broadcast from the device reaches all tunnels once, and not the device`() {
        deliver(frame(to: .broadcast, from: .station(9)), to: device[2])
        #expect(sent() == [0, 0, 0, 1, 1, 1, 1])
    }

    @Test func `a frame for an unknown address goes where a broadcast goes`() {
        deliver(frame(to: .station(5), from: .station(1)), to: tunnels[0])
        #expect(sent() == [1, 0, 0, 0, 1, 1, 1])
    }

    @Test func `a frame crosses each trunk once`() {
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[0])
        #expect(bench.trunks(of: 0).map(\.counters.transmitted.frames) == [1, 1])
        #expect(bench.trunks(of: 1).map(\.counters.received.frames) == [1, 0])
        #expect(bench.trunks(of: 1).map(\.counters.transmitted.frames) == [0, 0])
        #expect(bench.trunks(of: 2).map(\.counters.received.frames) == [1, 0])
        #expect(bench.trunks(of: 2).map(\.counters.transmitted.frames) == [0, 0])
    }

    @Test func `addresses are learned across trunks, of all that have one`() {
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[0])
        _ = sent()
        deliver(frame(to: .station(1), from: .station(4)), to: tunnels[3])
        #expect(sent() == [0, 0, 0, 1, 0, 0, 0])
        deliver(frame(to: .station(4), from: .station(2)), to: tunnels[1])
        #expect(sent() == [0, 0, 0, 0, 0, 0, 1])
    }

    @Test func `an address of the device is behind the queue of whoever wants it`() {
        deliver(frame(to: .broadcast, from: .station(9)), to: device[0])
        _ = sent()
        for (number, tunnel) in [0, 1, 1, 2].enumerated().map({ ($1, tunnels[$0]) }) {
            deliver(frame(to: .station(9), from: .station(1)), to: tunnel)
            #expect(takeSentCounts(device) == (0..<3).map { $0 == number ? 1 : 0 })
        }
    }

    @Test func `a frame from the device that is for somebody behind the device goes nowhere`() {
        deliver(frame(to: .broadcast, from: .station(8)), to: device[1])
        _ = sent()
        deliver(frame(to: .station(8), from: .station(9)), to: device[2])
        #expect(sent() == [0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `an address that moves to another switch is found there, though it speaks to one neighbour alone`() {
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[0])
        deliver(frame(to: .broadcast, from: .station(2)), to: tunnels[2])
        deliver(frame(to: .station(2), from: .station(1)), to: tunnels[1])
        _ = sent()
        deliver(frame(to: .station(1), from: .station(4)), to: tunnels[3])
        deliver(frame(to: .station(1), from: .station(5)), to: tunnels[0])
        #expect(sent() == [0, 0, 0, 0, 2, 0, 0])
    }

    @Test func `an address that moves from a tunnel to the device is behind every queue`() {
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[0])
        deliver(frame(to: .broadcast, from: .station(2)), to: tunnels[1])
        deliver(frame(to: .station(2), from: .station(1)), to: device[1])
        _ = sent()
        deliver(frame(to: .station(1), from: .station(4)), to: tunnels[3])
        #expect(sent() == [0, 0, 1, 0, 0, 0, 0])
    }

    @Test func `when a port has gone, whoever sent to its addresses asks everybody again`() {
        let guest = bench.tunnel(on: 2)
        deliver(frame(to: .broadcast, from: .station(1)), to: guest)
        guest.end()
        bench.settle()
        _ = sent()
        deliver(frame(to: .station(1), from: .station(2)), to: tunnels[0])
        #expect(sent() == [0, 0, 1, 0, 0, 0, 1], "switch 2 does not know better than to ask its own")
        deliver(frame(to: .station(1), from: .station(2)), to: tunnels[0])
        #expect(sent() == [1, 0, 0, 0, 1, 1, 1])
    }

    @Test func `an address that has gone from one switch and come to another in silence is found`() {
        let guest = bench.tunnel(on: 2)
        deliver(frame(to: .broadcast, from: .station(1)), to: guest)
        guest.end()
        let anew = bench.tunnel(on: 1)
        for _ in 0..<2 { deliver(frame(to: .station(1), from: .station(2)), to: tunnels[0]) }
        #expect(anew.sent.count == 1)
    }

    @Test func `whoever asks everybody for a known address asks once`() {
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[3])
        bench.loops[0].advance(by: .seconds(301))
        _ = sent()
        deliver(frame(to: .station(1), from: .station(2)), to: tunnels[0])
        #expect(sent() == [1, 0, 0, 0, 1, 1, 1])
        deliver(frame(to: .station(1), from: .station(2)), to: tunnels[0])
        #expect(sent() == [0, 0, 0, 0, 0, 0, 1])
    }

    @Test func `a super-frame crosses in one piece, and is cut where it leaves`() {
        let offload = Offload(needsChecksum: true, checksumStart: 14, checksumOffset: 2)
        tunnels[1].capabilities = .partialChecksum
        deliver(frame(to: .broadcast, from: .station(1)), to: tunnels[0], offload: offload)
        #expect(tunnels[1].sent.map(\.offload) == [offload])
        #expect(tunnels[2].sent.map(\.offload) == [.none])
        #expect(bench.trunks(of: 0).map(\.counters.transmitted.frames) == [1, 1])
    }

    @Test func `trunks are ports of the switch to those who look, and nobody is told of them`() {
        #expect(bench.trunks(of: 1).map(\.name) == ["trunk:1-0", "trunk:1-2"])
        #expect(bench.events.count == 5)
    }
}
