import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// A bridge behind the device may know no VLANs: to it an address is in one place, whatever the tag.
@Suite struct TaggedSpoofingTests {
    private let bench = PolicyBench { $0.isBound = true }

    /// What may stand between the addresses and the type.
    static let tags: [[UInt8]] = [
        [], [0x81, 0x00, 0x00, 0x05], [0x81, 0x00, 0x00, 0x06], [0x81, 0x00, 0xe0, 0x00], [0x88, 0xa8, 0x00, 0x05],
        [0x91, 0x00, 0x00, 0x07], [0x88, 0xa8, 0x00, 0x08, 0x81, 0x00, 0x00, 0x05], [0x81, 0x00, 0x0f, 0xff],
    ]

    private func hello(_ number: UInt8, _ tag: [UInt8] = []) -> [UInt8] {
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, number] + tag + [0x88, 0xb5]
            + [UInt8](repeating: 0x2e, count: 46)
    }

    @Test(arguments: tags, tags)
    func `an address in use is taken under no tag, whichever it is used under`(used: [UInt8], tried: [UInt8]) {
        let (victim, attacker) = (bench.client("alice"), bench.client("mallory"))
        victim.link.deliver(hello(1, used))
        bench.device.deliver(hello(99, used))
        _ = bench.takeSentCounts(victim, attacker)
        attacker.link.deliver(hello(1, tried), hello(99, tried))
        #expect(bench.takeSentCounts(victim, attacker) == [0, 0, 0])
        #expect(bench.counters(attacker).drops[.spoofedSource] == 2)
        #expect(bench.loops.isEmpty)
    }

    @Test func `who has an address uses it under every tag`() {
        let client = bench.client("alice")
        for _ in 0..<100 {
            for tag in Self.tags { client.link.deliver(hello(1, tag)) }
            bench.pass(.milliseconds(100))
        }
        #expect(bench.counters(client).drops.total == 0)
        #expect(bench.takeSentCounts() == [800])
    }

    @Test func `and so do all connections of one user, at the same time`() {
        var policy = PortPolicy()
        (policy.isBound, policy.loopGuard) = (true, .seconds(10))
        let bench = PolicyBench(PortPolicies(standard: policy))
        let (one, other) = (bench.client("alice"), bench.client("alice"))
        for _ in 0..<100 {
            one.link.deliver(hello(1, Self.tags[1]))
            other.link.deliver(hello(1, Self.tags[2]))
            bench.pass(.milliseconds(40))
        }
        #expect(bench.counters(one).drops.total == 0)
        #expect(bench.counters(other).drops.total == 0)
        #expect(bench.loops.isEmpty)
    }

    @Test func `the device takes an address under any tag, and who had it has it no more`() {
        let client = bench.client("alice")
        client.link.deliver(hello(1))
        bench.device.deliver(hello(1, Self.tags[1]))
        bench.pass(.milliseconds(100))
        _ = bench.takeSentCounts()
        client.link.deliver(hello(1), hello(1, Self.tags[2]))
        #expect(bench.takeSentCounts() == [0])
        #expect(bench.counters(client).drops[.spoofedSource] == 2)
    }

    @Test func `one that was not heard for long enough is free, and so is one whose port has gone`() {
        let (one, other, third) = (bench.client("alice"), bench.client("bob"), bench.client("carol"))
        one.link.deliver(hello(1, Self.tags[1]))
        bench.pass(.seconds(301))
        other.link.deliver(hello(1))
        #expect(bench.counters(other).drops.total == 0)
        bench.unplug(other)
        third.link.deliver(hello(1, Self.tags[2]))
        #expect(bench.counters(third).drops.total == 0)
    }

    @Test func `while a port is kept nobody takes its addresses`() {
        let (victim, attacker) = (bench.client("alice"), bench.client("mallory"))
        victim.link.deliver(hello(1))
        bench.lose(victim)
        attacker.link.deliver(hello(1, Self.tags[1]))
        #expect(bench.counters(attacker).drops[.spoofedSource] == 1)
    }

    @Test func `addresses that were known before a policy protects them are protected`() {
        let bench = PolicyBench(PortPolicies())
        let (victim, attacker) = (bench.client("alice"), bench.client("mallory"))
        victim.link.deliver(hello(1))
        bench.device.deliver(hello(99, Self.tags[1]))
        var policy = PortPolicy()
        policy.isBound = true
        bench.apply(PortPolicies(standard: policy))
        for tag in Self.tags { attacker.link.deliver(hello(1, tag), hello(99, tag)) }
        #expect(bench.counters(attacker).drops[.spoofedSource] == UInt64(2 * Self.tags.count))
        _ = bench.takeSentCounts(victim)
        bench.device.deliver(frame(to: .station(1), from: .station(98)))
        #expect(bench.takeSentCounts(victim) == [0, 1])
    }

    @Test func `where nobody is bound an address may be in several places, in a VLAN each`() {
        let bench = PolicyBench(PortPolicies())
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(frame(to: .broadcast, from: .station(1), vlan: 10))
        other.link.deliver(frame(to: .broadcast, from: .station(1), vlan: 20))
        _ = bench.takeSentCounts(one, other)
        bench.device.deliver(frame(to: .station(1), from: .station(99), vlan: 10))
        bench.device.deliver(frame(to: .station(1), from: .station(99), vlan: 20))
        #expect(bench.takeSentCounts(one, other) == [0, 1, 1])
    }

    @Test func `a policy that warns lets it through and counts`() {
        let bench = PolicyBench { ($0.mode, $0.isBound) = (.warn, true) }
        let (one, other) = (bench.client("alice"), bench.client("mallory"))
        one.link.deliver(hello(1))
        other.link.deliver(hello(1, Self.tags[1]))
        #expect(bench.takeSentCounts() == [2])
        #expect(bench.counters(other).warnings[.spoofedSource] == 1)
    }
}
