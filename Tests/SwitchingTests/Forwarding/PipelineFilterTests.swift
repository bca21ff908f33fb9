import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct PipelineFilterTests {
    @Test(arguments: 0..<14)
    func `a frame that is shorter than its header is dropped`(byteCount: Int) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(Array(frame(to: .station(2), from: .station(1)).prefix(byteCount)))
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(bench.counters(0).drops[.runt] == 1)
        #expect(bench.counters(0).received == .init(frames: 1, bytes: UInt64(byteCount)))
    }

    @Test(arguments: 14..<18)
    func `a tagged frame without room for its tag is dropped`(byteCount: Int) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(Array(frame(to: .station(2), from: .station(1), vlan: 5).prefix(byteCount)))
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(bench.counters(0).drops[.runt] == 1)
    }

    @Test func `a bare header is a frame`() {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(frame(to: .station(2), from: .station(1), byteCount: 14))
        #expect(bench.takeSentCounts() == [0, 1])
    }

    @Test(
        arguments: [
            (65_549, nil, 1), (65_550, nil, 0), (65_553, nil, 0), (65_550, 5, 1), (65_553, 5, 1), (65_554, 5, 0),
        ] as [(Int, UInt16?, Int)])
    func `there is a longest frame, with a tag and without`(byteCount: Int, vlan: UInt16?, sentCount: Int) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(frame(to: .station(2), from: .station(1), vlan: vlan, byteCount: byteCount))
        #expect(bench.takeSentCounts() == [0, sentCount])
        #expect(bench.counters(0).drops[.oversized] == UInt64(1 - sentCount))
    }

    @Test func `malformed frames are told of once for each port and reason, and counted each time`() {
        let bench = Bench(linkCount: 2)
        for _ in 0..<3 {
            bench.links[0].deliver(frame(to: .station(2), from: .station(1), byteCount: 65_550))
            bench.links[0].deliver(frame(to: .station(2), from: .broadcast))
            bench.links[1].deliver([UInt8](repeating: 0, count: 13))
        }
        let told = bench.events.compactMap { event -> String? in
            guard case .malformed(let port, let reason) = event else { return nil }
            return "\(port.name) \(reason)"
        }
        #expect(told == ["test:0 oversized", "test:0 multicastSource", "test:1 runt"])
        #expect(bench.counters(0).drops[.oversized] == 3)
    }

    @Test(arguments: [MACAddress.broadcast, MACAddress(rawValue: 0x0300_0000_0001)])
    func `IEEE 802.1D §7.8: a frame from a group is dropped and teaches nothing`(source: MACAddress) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(frame(to: .station(2), from: source))
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(bench.counters(0).drops[.multicastSource] == 1)
        #expect(bench.fabric.snapshot().addressCount == 0)
    }

    @Test(arguments: [nil, 0, 5] as [UInt16?])
    func `a frame from the null address is dropped and teaches nothing`(vlan: UInt16?) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(frame(to: .station(2), from: .null, vlan: vlan))
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(bench.counters(0).drops[.nullSource] == 1)
        #expect(bench.fabric.snapshot().addressCount == 0)
    }

    @Test(arguments: 0..<16 as Range<UInt64>)
    func `IEEE 802.1D §7.12.6: reserved addresses are not forwarded`(number: UInt64) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(frame(to: MACAddress(rawValue: 0x0180_c200_0000 + number), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 0])
        #expect(bench.counters(0).drops[.reservedAddress] == 1)
    }

    @Test(arguments: [0x0180_c200_0010, 0x0180_c1ff_ffff, 0x0180_c300_0000, 0x0080_c200_0000] as [UInt64])
    func `addresses beside the reserved ones are forwarded`(address: UInt64) {
        let bench = Bench(linkCount: 2)
        bench.links[0].deliver(frame(to: MACAddress(rawValue: address), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1])
    }

    @Test(arguments: 0..<16 as Range<UInt64>)
    func `all reserved addresses but pause are forwarded where that is wanted`(number: UInt64) {
        var configuration = SwitchConfiguration()
        configuration.forwardsReservedAddresses = true
        let bench = Bench(linkCount: 3, configuration: configuration)
        bench.links[0].deliver(frame(to: MACAddress(rawValue: 0x0180_c200_0000 + number), from: .station(1)))
        #expect(bench.takeSentCounts() == (number == 1 ? [0, 0, 0] : [0, 1, 1]))
    }
}
