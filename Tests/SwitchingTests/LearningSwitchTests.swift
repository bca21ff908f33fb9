import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct LearningSwitchTests {
    let bench = Bench(linkCount: 3)

    @Test func `a frame to an unknown address goes to all but its sender`() {
        let bytes = frame(to: .station(2), from: .station(1))
        bench.links[0].deliver(bytes)
        #expect(bench.links[0].frames.isEmpty)
        #expect(bench.links[1].frames == [bytes])
        #expect(bench.links[2].frames == [bytes])
    }

    @Test func `a frame to a known address goes there alone`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1, 0])
    }

    @Test(arguments: [
        MACAddress.broadcast, MACAddress(rawValue: 0x0100_5e00_0001), MACAddress(rawValue: 0x3333_0000_0001),
    ])
    func `a frame to a group goes to all but its sender, always`(group: MACAddress) {
        bench.links[1].deliver(frame(to: group, from: .station(2)))
        bench.links[0].deliver(frame(to: group, from: .station(1)))
        #expect(bench.takeSentCounts() == [1, 1, 2])
    }

    @Test func `a frame to a station on the sender's own port is not sent back`() {
        bench.links[0].deliver(frame(to: .broadcast, from: .station(1)))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(1), from: .station(5)), frame(to: .station(1), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 0, 0])
        #expect(bench.counters(0).drops[.reflected] == 2)
    }

    @Test func `an address that moves is followed`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        bench.links[2].deliver(frame(to: .broadcast, from: .station(2)))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 0, 1])
    }

    @Test func `an address is forgotten after 300 seconds of silence`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        _ = bench.takeSentCounts()
        bench.now += .seconds(299)
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1, 0])
        bench.now += .seconds(2)
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1, 1])
    }

    @Test func `VLANs learn apart from each other`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2), vlan: 10))
        bench.links[2].deliver(frame(to: .broadcast, from: .station(2), vlan: 20))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(2), from: .station(1), vlan: 10))
        #expect(bench.takeSentCounts() == [0, 1, 0])
        bench.links[0].deliver(frame(to: .station(2), from: .station(1), vlan: 20))
        #expect(bench.takeSentCounts() == [0, 0, 1])
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1, 1])
    }

    @Test func `a priority tag makes no VLAN`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(2), from: .station(1), vlan: 0xe000))
        #expect(bench.takeSentCounts() == [0, 1, 0])
    }

    @Test func `tags travel unchanged`() {
        let bytes = frame(to: .station(2), from: .station(1), vlan: 0x6123)
        bench.links[0].deliver(bytes)
        #expect(bench.links[1].frames == [bytes])
    }

    @Test func `a full table floods, and keeps what it knows`() {
        var configuration = SwitchConfiguration()
        configuration.addressCapacity = 1
        let bench = Bench(linkCount: 3, configuration: configuration)
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        bench.links[2].deliver(frame(to: .broadcast, from: .station(3)))
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(3), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1, 1])
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 1, 0])
    }

    @Test func `a port's addresses go with it, also where another takes its place`() {
        bench.links[1].deliver(frame(to: .broadcast, from: .station(2)))
        bench.fabric.detach(bench.ports[1])
        let newcomer = TestLink()
        bench.fabric.attach(newcomer, as: .tunnel)
        _ = bench.takeSentCounts()
        bench.links[0].deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts() == [0, 0, 1])
        #expect(newcomer.sent.count == 1)
    }
}
