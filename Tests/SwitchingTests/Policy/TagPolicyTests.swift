import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct TagPolicyTests {
    /// A broadcast from station 1 with these octets between its source and its payload.
    private func hello(_ type: [UInt8]) -> [UInt8] {
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, 1] + type + [UInt8](repeating: 0, count: 46)
    }

    private let plain: [UInt8] = [0x08, 0x00]

    @Test(
        arguments: [
            [0x81, 0x00, 0x00, 0x05, 0x08, 0x00], [0x81, 0x00, 0xe0, 0x00, 0x08, 0x00], [0x88, 0xa8, 0, 5, 0x08, 0],
            [0x91, 0x00, 0x00, 0x05, 0x08, 0x00], [0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 0x08, 0],
            [0x81, 0, 0x0f, 0xff, 8, 0],
        ] as [[UInt8]])
    func `a client without tags sends none, of whichever kind, not even a priority`(tag: [UInt8]) {
        let bench = PolicyBench { $0.tags = VLANSet([]) }
        let client = bench.client("alice")
        client.link.deliver(hello(tag), hello(plain))
        #expect(bench.takeSentCounts() == [1])
        #expect(bench.counters(client).drops[.filteredTag] == 1)
        #expect(bench.violations.map(\.reason) == [.filteredTag])
    }

    @Test func `of several tags the outermost counts`() {
        let bench = PolicyBench { $0.tags = VLANSet([10...19]) }
        let client = bench.client("alice")
        let tags: [[UInt8]] = [
            [0x81, 0x00, 0x00, 0x0a], [0x81, 0x00, 0xf0, 0x13], [0x88, 0xa8, 0, 10, 0x81, 0, 0, 20],
            [0x88, 0xa8, 0, 20, 0x81, 0, 0, 10], [0x81, 0x00, 0x00, 0x14], [0x81, 0x00, 0x20, 0x00],
        ]
        for tag in tags { client.link.deliver(hello(tag + plain)) }
        client.link.deliver(hello(plain))
        #expect(bench.takeSentCounts() == [4])
        #expect(bench.counters(client).drops[.filteredTag] == 3)
    }

    @Test func `a priority tag is one of VLAN 0`() {
        let bench = PolicyBench { $0.tags = VLANSet([0...0]) }
        let client = bench.client("alice")
        client.link.deliver(hello([0x81, 0x00, 0xe0, 0x00] + plain), hello([0x81, 0x00, 0xe0, 0x01] + plain))
        #expect(bench.takeSentCounts() == [1])
    }

    @Test func `a policy that warns lets tags through, and counts`() {
        let bench = PolicyBench { ($0.mode, $0.tags) = (.warn, VLANSet([])) }
        let client = bench.client("alice")
        client.link.deliver(hello([0x81, 0x00, 0x00, 0x05] + plain))
        #expect(bench.takeSentCounts() == [1])
        #expect(bench.counters(client).warnings[.filteredTag] == 1)
    }

    @Test func `a frame with a tag that may not be sent teaches nothing`() {
        let bench = PolicyBench { $0.tags = VLANSet([]) }
        let (client, other) = (bench.client("alice"), bench.client("bob"))
        client.link.deliver(frame(to: .broadcast, from: .station(1), vlan: 5))
        bench.device.deliver(frame(to: .station(1), from: .station(99), vlan: 5))
        #expect(bench.takeSentCounts(client, other) == [0, 1, 1])
    }
}
