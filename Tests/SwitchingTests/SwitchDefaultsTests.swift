import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// What the documentation says of a switch of which nothing was set, and of its reports.
@Suite struct SwitchDefaultsTests {
    @Test func `the documented defaults hold`() {
        let configuration = SwitchConfiguration()
        #expect(configuration.ageing == .seconds(300))
        #expect(configuration.addressCapacity == 16_384)
        #expect(!configuration.forwardsReservedAddresses)
        #expect(configuration.portGrace == .zero)
        #expect(configuration.policies == PortPolicies())
        #expect(!PortPolicy().isBound && !PortPolicy().isIsolated && PortPolicy().mode == .enforce)
    }

    @Test func `ports count from 1, and their places are given anew when all have gone`() {
        let bench = Bench(linkCount: 3)
        #expect(bench.ports == [PortID(1), PortID(2), PortID(3)])
        #expect(bench.fabric.ports.placeCount == 3)
        let ports = bench.fabric.snapshot().ports
        #expect(ports.allSatisfy { $0.isPlugged && $0.link == LinkSnapshot() })
        for port in bench.ports { bench.fabric.detach(port) }
        #expect(bench.fabric.ports.placeCount == 0)
        #expect(bench.fabric.ports.tunnelCount == 0)
        let link = TestLink()
        #expect(bench.fabric.attach(link, as: .tunnel) == PortID(4))
        #expect(bench.fabric.ports.placeCount == 1)
    }

    @Test(arguments: DropReason.allCases)
    func `what no host sends that works is told of once, and nothing else is`(reason: DropReason) {
        let bench = Bench(linkCount: 1)
        for _ in 0..<3 { bench.links[0].receiver?.dropped(reason) }
        let told = bench.events.compactMap { if case .malformed(_, let reason) = $0 { reason } else { nil } }
        #expect(told == (reason.isMalformed ? [reason] : []))
        #expect(bench.counters(0).drops[reason] == 3)
        for other in DropReason.allCases where other.isMalformed && other != reason {
            bench.links[0].receiver?.dropped(other)
        }
        let malformed = bench.events.count { if case .malformed = $0 { true } else { false } }
        #expect(malformed == DropReason.allCases.count { $0.isMalformed })
    }

    @Test func `a reason is reported again after sixty seconds, and not before`() {
        let bench = PolicyBench { $0.etherTypes = EtherTypeSet([.arp]) }
        let client = bench.client("alice")
        var counts: [Int] = []
        for wait in [
            Duration.zero, .milliseconds(59_900), .milliseconds(200), .milliseconds(59_900), .milliseconds(200),
        ] {
            bench.pass(wait)
            client.link.deliver(frame(to: .broadcast, from: .station(1)))
            counts.append(bench.violations.count)
        }
        #expect(counts == [1, 1, 2, 2, 3])
    }

    /// A super-frame of which the link takes the first part alone, or the last.
    @Test(arguments: [0, 1])
    func `a link that has taken a part of a super-frame is flushed`(taken: Int) {
        let bench = Bench(linkCount: 2)
        var number = 0
        bench.links[1].onSend = {
            bench.links[1].hasRoom = number == taken
            number += 1
        }
        // UDP over IPv4, two datagrams of ten bytes.
        var bytes = frame(to: .broadcast, from: .station(1), byteCount: 62)
        bytes.replaceSubrange(14..<24, with: [0x45, 0, 0, 48, 0, 0, 0, 0, 64, 17])
        let offload = Offload(
            segmentation: .udp, needsChecksum: true, headerLength: 42, segmentSize: 10, checksumStart: 34,
            checksumOffset: 6)
        bench.links[0].deliver(bytes, offload: offload)
        #expect(number == 2)
        #expect(bench.links[1].sent.map(\.frame.count) == [52])
        #expect(bench.links[1].flushCount == 1)
        #expect(bench.counters(1).transmitted.frames == 1)
        #expect(bench.counters(1).drops[.queueFull] == 1)
        bench.links[1].onSend = {}
    }
}
