import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// Other policies for ports that are there already.
@Suite struct PolicyEnforcerChangeTests {
    private let hello = frame(to: .broadcast, from: .station(1))

    private func policies(_ name: String? = nil, _ change: (inout PortPolicy) -> Void) -> PortPolicies {
        var policy = PortPolicy()
        change(&policy)
        return name.map { PortPolicies(ofPrincipals: [Principal($0): policy]) } ?? PortPolicies(standard: policy)
    }

    @Test func `apply from the next frame on, and to the device not at all`() {
        let bench = PolicyBench(PortPolicies())
        let client = bench.client("alice")
        client.link.deliver(hello)
        bench.apply(policies { $0.etherTypes = EtherTypeSet([.ipv6]) })
        client.link.deliver(hello)
        #expect(bench.takeSentCounts() == [1])
        #expect(bench.counters(client).drops[.filteredType] == 1)
        bench.device.deliver(hello)
        #expect(bench.takeSentCounts(client) == [0, 1])
        bench.apply(PortPolicies())
        client.link.deliver(hello)
        #expect(bench.takeSentCounts() == [1])
    }

    @Test func `apply to those alone whom they are for, and to those who come later`() {
        let bench = PolicyBench(PortPolicies())
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        bench.apply(policies("alice") { $0.etherTypes = EtherTypeSet([.ipv6]) })
        let late = bench.client("alice")
        for client in [one, other, late] { client.link.deliver(hello) }
        #expect([one, other, late].map { bench.counters($0).drops[.filteredType] } == [1, 0, 1])
    }

    @Test func `leave what was learned, and what is remembered of a port whose policy stays`() {
        let rate = RateLimit(perSecond: 1, burst: 1)
        let bench = PolicyBench(policies("bob") { $0.floodRate = rate })
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(hello)
        for _ in 0..<2 { other.link.deliver(frame(to: .broadcast, from: .station(2))) }
        #expect(bench.counters(other).drops[.floodRateExceeded] == 1)
        var changed = policies("bob") { $0.floodRate = rate }
        changed.ofPrincipals[Principal("alice")] = policies { $0.addressLimit = 1 }.standard
        bench.apply(changed)
        other.link.deliver(frame(to: .broadcast, from: .station(2)))
        #expect(bench.counters(other).drops[.floodRateExceeded] == 2)
        _ = bench.takeSentCounts(one, other)
        bench.device.deliver(frame(to: .station(1), from: .station(99)))
        #expect(bench.takeSentCounts(one, other) == [0, 1, 0])
    }

    @Test func `apply to a client that comes back to a port that was kept`() throws {
        let bench = PolicyBench(PortPolicies())
        let client = bench.client("alice")
        bench.apply(policies { $0.etherTypes = EtherTypeSet([.ipv6]) })
        let back = try #require(bench.replug(client, as: "alice"))
        back.link.deliver(hello)
        #expect(bench.takeSentCounts() == [0])
        #expect(bench.counters(back).drops[.filteredType] == 1)
    }

    @Test func `end with the port: what takes its place is policed as its own policy says`() {
        let bench = PolicyBench(policies("alice") { $0.floodRate = RateLimit(perSecond: 1, burst: 1) })
        let first = bench.client("alice")
        for _ in 0..<2 { first.link.deliver(hello) }
        #expect(bench.counters(first).drops[.floodRateExceeded] == 1)
        bench.unplug(first)
        let free = bench.client("bob")
        for _ in 0..<2 { free.link.deliver(hello) }
        #expect(bench.counters(free).drops.total == 0)
        bench.unplug(free)
        // The first frame of a burst again: nothing is remembered of the port that has gone.
        let second = bench.client("alice")
        for _ in 0..<2 { second.link.deliver(hello) }
        #expect(bench.counters(second).drops[.floodRateExceeded] == 1)
        #expect(bench.takeSentCounts() == [4])
    }

    @Test func `last while a port is kept, with what is remembered of it`() throws {
        let bench = PolicyBench(policies { $0.floodRate = RateLimit(perSecond: 1, burst: 1) })
        let client = bench.client("alice")
        client.link.deliver(hello)
        let back = try #require(bench.replug(client, as: "alice"))
        back.link.deliver(hello)
        #expect(bench.counters(back).drops[.floodRateExceeded] == 1)
    }

    @Test func `keep a port apart while it has a link, and not while it is kept without`() {
        let bench = PolicyBench(policies { $0.isIsolated = true })
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(hello)
        other.link.deliver(frame(to: .station(1), from: .station(2)))
        #expect(bench.counters(other).drops[.isolated] == 1)
        bench.lose(one)
        other.link.deliver(frame(to: .station(1), from: .station(2)))
        #expect(bench.counters(other).drops[.isolated] == 1 && bench.counters(other).drops[.unplugged] == 1)
    }
}
