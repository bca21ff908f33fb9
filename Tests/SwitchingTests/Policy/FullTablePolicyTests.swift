import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// A table that has room for no address.
@Suite struct FullTablePolicyTests {
    private func hello() -> [UInt8] { frame(to: .broadcast, from: .station(1)) }

    @Test func `frames from addresses that have no room pass`() {
        let bench = PolicyBench(addressCapacity: 0) { $0.frameRate = RateLimit(perSecond: 100, burst: 10) }
        let client = bench.client("ann")
        client.link.deliver(hello())
        #expect(bench.takeSentCounts(client) == [1, 0])
        #expect(bench.counters(client).drops.total == 0)
    }

    @Test func `but not those of a bound client`() {
        let bench = PolicyBench(addressCapacity: 0) { $0.isBound = true }
        let client = bench.client("ann")
        client.link.deliver(hello())
        #expect(bench.takeSentCounts(client) == [0, 0])
        #expect(bench.counters(client).drops[.tableFull] == 1)
    }
}
