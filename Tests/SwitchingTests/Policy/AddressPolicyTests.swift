import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct AddressLimitTests {
    private let bench = PolicyBench { $0.addressLimit = 2 }

    private func hello(_ number: UInt64) -> [UInt8] { frame(to: .broadcast, from: .station(number)) }

    @Test func `addresses beyond the limit are dropped, and counted`() {
        let client = bench.client("alice")
        client.link.deliver(hello(1), hello(2), hello(3), hello(3), hello(1))
        #expect(bench.takeSentCounts() == [3])
        #expect(bench.counters(client).drops[.tooManyAddresses] == 2)
        #expect(bench.violations.map(\.reason) == [.tooManyAddresses])
    }

    @Test func `nobody loses an address to them`() {
        let (victim, attacker) = (bench.client("alice"), bench.client("mallory"))
        victim.link.deliver(hello(1))
        for number in 10..<20_000 { attacker.link.deliver(hello(UInt64(number))) }
        _ = bench.takeSentCounts(victim, attacker)
        bench.device.deliver(frame(to: .station(1), from: .station(99)))
        #expect(bench.takeSentCounts(victim, attacker) == [0, 1, 0])
        #expect(bench.counters(attacker).drops[.tooManyAddresses] == 19_988)
    }

    @Test func `addresses that have aged out make room`() {
        let client = bench.client("alice")
        client.link.deliver(hello(1), hello(2))
        bench.pass(.seconds(200))
        client.link.deliver(hello(1), hello(3))
        #expect(bench.counters(client).drops[.tooManyAddresses] == 1)
        bench.pass(.seconds(200))
        // The second has aged out, the first has not.
        client.link.deliver(hello(3), hello(4))
        #expect(bench.counters(client).drops[.tooManyAddresses] == 2)
    }

    @Test func `who has gone leaves room behind`() {
        let client = bench.client("alice")
        client.link.deliver(hello(1), hello(2))
        bench.unplug(client)
        let next = bench.client("alice")
        next.link.deliver(hello(3), hello(4))
        #expect(bench.counters(next).drops.total == 0)
    }

    @Test func `an address is not had by taking it from another either`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(hello(1), hello(2))
        other.link.deliver(hello(3), hello(4), hello(1))
        #expect(bench.counters(other).drops[.tooManyAddresses] == 1)
    }

    @Test func `the same address in two networks counts twice`() {
        let client = bench.client("alice")
        for vlan: UInt16 in 1...3 { client.link.deliver(frame(to: .broadcast, from: .station(1), vlan: vlan)) }
        #expect(bench.counters(client).drops[.tooManyAddresses] == 1)
    }
}

@Suite struct AntiSpoofingTests {
    private let bench = PolicyBench { $0.isBound = true }

    private func hello(_ number: UInt64) -> [UInt8] { frame(to: .broadcast, from: .station(number)) }
    private func fromDevice(to number: UInt64) -> [UInt8] { frame(to: .station(number), from: .station(99)) }

    @Test func `an address in use does not move, and the victim keeps its frames`() {
        let (victim, attacker) = (bench.client("alice"), bench.client("mallory"))
        victim.link.deliver(hello(1))
        _ = bench.takeSentCounts(victim, attacker)
        for _ in 0..<100 { attacker.link.deliver(hello(1)) }
        bench.device.deliver(fromDevice(to: 1))
        #expect(bench.takeSentCounts(victim, attacker) == [0, 1, 0])
        #expect(bench.counters(attacker).drops[.spoofedSource] == 100)
        #expect(bench.violations.count == 1)
        #expect(bench.loops.isEmpty)
    }

    @Test func `nor does one of the device's own network`() {
        let attacker = bench.client("mallory")
        bench.device.deliver(hello(99))
        attacker.link.deliver(hello(99))
        #expect(bench.counters(attacker).drops[.spoofedSource] == 1)
    }

    @Test func `a machine can move to the device's side`() {
        let client = bench.client("alice")
        client.link.deliver(hello(1))
        bench.device.deliver(hello(1))
        client.link.deliver(frame(to: .station(1), from: .station(2)))
        #expect(bench.takeSentCounts(client) == [2, 1])
    }

    @Test func `one that was not heard for long enough is free`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(hello(1))
        bench.pass(.seconds(301))
        other.link.deliver(hello(1))
        bench.device.deliver(fromDevice(to: 1))
        #expect(bench.takeSentCounts(one, other) == [2, 1, 2])
    }

    @Test func `one whose port has gone is free`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(hello(1))
        bench.unplug(one)
        other.link.deliver(hello(1))
        #expect(bench.counters(other).drops.total == 0)
    }

    @Test func `the same principal takes its address along, from wherever it comes`() {
        let one = bench.client("alice", at: "192.0.2.1:1000")
        let other = bench.client("alice", at: "198.51.100.7:2000")
        one.link.deliver(hello(1))
        other.link.deliver(hello(1))
        bench.device.deliver(fromDevice(to: 1))
        #expect(bench.takeSentCounts(one, other) == [2, 1, 2])
        #expect(bench.counters(other).drops.total == 0)
    }

    @Test func `where nobody has a name the host tells`() {
        let one = bench.client(nil, at: "192.0.2.1:1000")
        let same = bench.client(nil, at: "192.0.2.1:2000")
        let other = bench.client(nil, at: "192.0.2.2:1000")
        one.link.deliver(hello(1))
        same.link.deliver(hello(1))
        other.link.deliver(hello(1))
        #expect(bench.counters(same).drops.total == 0)
        #expect(bench.counters(other).drops[.spoofedSource] == 1)
    }

    @Test func `IPv6 hosts of one network are different hosts`() throws {
        let clients = try (1...2).map { number in
            let bytes: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [UInt8(number)]
            let address = try #require(IPAddress(bytes: bytes))
            return bench.client(nil, at: PeerAddress(host: .address(address), description: "2001:db8::\(number)"))
        }
        for client in clients { client.link.deliver(hello(1)) }
        #expect(bench.counters(clients[0]).drops.total == 0)
        #expect(bench.counters(clients[1]).drops[.spoofedSource] == 1)
    }

    @Test func `connections without an address are different hosts, however they are shown`() {
        let (one, other) = (
            bench.client(nil, at: .unnamed(shownAs: "unix:")), bench.client(nil, at: .unnamed(shownAs: "unix:"))
        )
        one.link.deliver(hello(1))
        other.link.deliver(hello(1))
        #expect(bench.counters(other).drops[.spoofedSource] == 1)
    }

    @Test func `who is allowed to may take what is in use`() {
        var bound = PortPolicy()
        bound.isBound = true
        let bench = PolicyBench(PortPolicies(standard: bound, ofPrincipals: [Principal("mover"): PortPolicy()]))
        let (one, mover) = (bench.client("alice"), bench.client("mover"))
        one.link.deliver(hello(1))
        mover.link.deliver(hello(1))
        _ = bench.takeSentCounts(one, mover)
        bench.device.deliver(fromDevice(to: 1))
        #expect(bench.takeSentCounts(one, mover) == [0, 0, 1])
    }

    @Test func `a policy that warns lets it move and counts`() {
        let bench = PolicyBench { ($0.mode, $0.isBound) = (.warn, true) }
        let (one, other) = (bench.client("alice"), bench.client("mallory"))
        one.link.deliver(hello(1))
        other.link.deliver(hello(1))
        _ = bench.takeSentCounts(one, other)
        bench.device.deliver(fromDevice(to: 1))
        #expect(bench.takeSentCounts(one, other) == [0, 0, 1])
        #expect(bench.counters(other).drops.total == 0)
        #expect(bench.counters(other).warnings[.spoofedSource] == 1)
        #expect(bench.violations.map(\.isDropped) == [false])
    }

    @Test func `a policy that is off sees nothing`() {
        let bench = PolicyBench { ($0.mode, $0.isBound) = (.off, true) }
        let (one, other) = (bench.client("alice"), bench.client("mallory"))
        one.link.deliver(hello(1))
        other.link.deliver(hello(1))
        #expect(bench.counters(other).drops.total == 0)
        #expect(bench.counters(other).warnings.total == 0)
    }
}
