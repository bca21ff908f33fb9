import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// Addresses count for who has them, on however many connections.
@Suite struct AddressAccountPolicyTests {
    private func hello(_ number: Int) -> [UInt8] { frame(to: .broadcast, from: .station(UInt64(number))) }
    private func fromDevice(to number: Int) -> [UInt8] { frame(to: .station(UInt64(number)), from: .station(999_999)) }

    private func deliver(_ numbers: Range<Int>, to client: PolicyBench.Client) {
        for number in numbers { client.link.deliver(hello(number)) }
    }

    @Test func `a user's connections have one limit between them`() {
        let bench = PolicyBench { $0.addressLimit = 4 }
        let connections = (0..<3).map { bench.client("mallory", at: "192.0.2.\($0):1000") }
        for (index, connection) in connections.enumerated() { deliver(10 * index..<10 * index + 3, to: connection) }
        #expect(connections.map { bench.counters($0).drops[.tooManyAddresses] } == [0, 2, 3])
        let other = bench.client("alice")
        deliver(50..<54, to: other)
        #expect(bench.counters(other).drops.total == 0)
    }

    @Test func `and so have a host's where nobody has a name`() {
        let bench = PolicyBench { $0.addressLimit = 2 }
        let (one, same) = (bench.client(nil, at: "192.0.2.1:1"), bench.client(nil, at: "192.0.2.1:2"))
        let other = bench.client(nil, at: "192.0.2.2:1")
        for (index, client) in [one, same, other].enumerated() { deliver(10 * index..<10 * index + 2, to: client) }
        #expect([one, same, other].map { bench.counters($0).drops[.tooManyAddresses] } == [0, 2, 0])
    }

    @Test func `an address that a user takes along to another connection counts once`() {
        let bench = PolicyBench { $0.addressLimit = 2 }
        let (one, other) = (bench.client("alice"), bench.client("alice"))
        deliver(1..<3, to: one)
        for _ in 0..<5 {
            deliver(1..<3, to: other)
            deliver(1..<3, to: one)
        }
        #expect(bench.counters(one).drops.total == 0)
        #expect(bench.counters(other).drops.total == 0)
        deliver(3..<4, to: other)
        #expect(bench.counters(other).drops[.tooManyAddresses] == 1)
    }

    @Test func `what has aged out on one connection, or has gone with it, makes room on another`() {
        let bench = PolicyBench { $0.addressLimit = 2 }
        let (one, other) = (bench.client("alice"), bench.client("alice"))
        deliver(1..<3, to: one)
        bench.pass(.seconds(301))
        deliver(3..<5, to: other)
        #expect(bench.counters(other).drops.total == 0)
        bench.unplug(other)
        deliver(5..<7, to: one)
        #expect(bench.counters(one).drops.total == 0)
    }

    @Test func `an account is there for as long as a port, with a link or without`() throws {
        let bench = PolicyBench { $0.addressLimit = 2 }
        let (one, other) = (bench.client("alice"), bench.client("alice"))
        bench.unplug(one)
        #expect(bench.accountCount == 1)
        let back = try #require(bench.replug(other, as: "alice"))
        #expect(bench.accountCount == 1)
        bench.lose(back)
        #expect(bench.accountCount == 1)
        bench.unplug(back)
        #expect(bench.accountCount == 0)
    }

    @Test func `who comes to a port that was kept for another has none of its addresses`() throws {
        let bench = PolicyBench { $0.addressLimit = 2 }
        let client = bench.client("alice")
        deliver(1..<3, to: client)
        let other = try #require(bench.replug(client, as: "bob"))
        #expect(bench.accountCount == 1)
        deliver(3..<5, to: other)
        #expect(bench.counters(other).drops.total == 0)
        bench.unplug(other)
        #expect(bench.accountCount == 0)
    }

    @Test func `an address that another has let age out counts as well`() {
        let bench = PolicyBench { $0.addressLimit = 1 }
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(hello(1))
        bench.pass(.seconds(301))
        other.link.deliver(hello(2), hello(1))
        #expect(bench.counters(other).drops[.tooManyAddresses] == 1)
    }

    @Test
    func `sixteen connections of 1,024 addresses each do not fill the table, and nobody's unicast is shown to them`() {
        let bench = PolicyBench { $0.addressLimit = 1024 }
        let attackers = (0..<16).map { _ in bench.client("mallory") }
        for (index, attacker) in attackers.enumerated() { deliver(1024 * index..<1024 * (index + 1), to: attacker) }
        #expect(attackers.map { bench.counters($0).drops[.tooManyAddresses] }.reduce(0, +) == 15 * 1024)
        let victim = bench.client("alice")
        victim.link.deliver(hello(100_000))
        for attacker in attackers { attacker.link.forget() }
        _ = bench.takeSentCounts(victim)
        bench.device.deliver(fromDevice(to: 100_000))
        #expect(bench.takeSentCounts(victim) == [0, 1])
        #expect(attackers.allSatisfy { $0.link.sent.isEmpty })
    }

    @Test func `who has no limit gives up what others want, and so do several`() {
        let bench = PolicyBench(addressCapacity: 1000) { $0.loopGuard = .seconds(10) }
        let movers = [bench.client("hv1"), bench.client("hv2"), bench.client("hv3")]
        for (index, mover) in movers.enumerated() { deliver(10_000 * index..<10_000 * index + 5_000, to: mover) }
        let victim = bench.client("alice")
        deliver(100_000..<100_100, to: victim)
        for number in 200_000..<200_100 { bench.device.deliver(hello(number)) }
        bench.pass(.seconds(1))
        deliver(100_000..<100_100, to: victim)
        for number in 200_000..<200_100 { bench.device.deliver(hello(number)) }
        _ = bench.takeSentCounts(movers[0], movers[1], movers[2], victim)
        for number in 100_000..<100_100 { bench.device.deliver(fromDevice(to: number)) }
        for number in 200_000..<200_100 {
            victim.link.deliver(frame(to: .station(UInt64(number)), from: .station(100_000)))
        }
        #expect(bench.takeSentCounts(movers[0], movers[1], movers[2], victim) == [100, 0, 0, 0, 100])
    }

    @Test func `the device's network gives up what it has beyond half of the table, and no more`() {
        let bench = PolicyBench(addressCapacity: 1000) { $0.loopGuard = .seconds(10) }
        for number in 0..<1000 { bench.device.deliver(hello(number)) }
        let mover = bench.client("hv1")
        for round in 0..<10 {
            deliver(10_000..<12_000, to: mover)
            bench.pass(.seconds(1))
            #expect(round < 9 || bench.snapshot.addressCount == 1000)
        }
        let known = (0..<1000).filter { number in
            _ = bench.takeSentCounts(mover)
            bench.device.deliver(fromDevice(to: number))
            return bench.takeSentCounts(mover) == [0, 0]
        }
        #expect(known.count == 500)
    }
}

/// An address under anti-spoofing cannot be taken away, so that nobody may have many.
@Suite struct BoundShareTests {
    private func hello(_ number: Int) -> [UInt8] { frame(to: .broadcast, from: .station(UInt64(number))) }

    @Test func `a bound client has a sixteenth of the table, and what goes beyond does not pass`() {
        let bench = PolicyBench(addressCapacity: 1024) { $0.isBound = true }
        let connections = [bench.client("mallory"), bench.client("mallory")]
        for number in 0..<200 { connections[number % 2].link.deliver(hello(number)) }
        #expect(bench.takeSentCounts() == [64])
        #expect(connections.map { bench.counters($0).drops[.tableFull] }.reduce(0, +) == 136)
        #expect(Set(bench.violations.map(\.reason)) == [.tableFull])
    }

    @Test func `many of them leave room for one more, who is heard`() {
        let bench = PolicyBench(addressCapacity: 1024) { $0.isBound = true }
        for attacker in 0..<64 {
            let client = bench.client("mallory \(attacker)")
            for number in 0..<70 { client.link.deliver(hello(1000 * (attacker + 1) + number)) }
        }
        let victim = bench.client("alice")
        _ = bench.takeSentCounts()
        victim.link.deliver(hello(1))
        #expect(bench.takeSentCounts() == [1])
    }

    @Test func `nobody who learns takes away what is claimed, and whoever claims takes away what is learned`() {
        var bound = PortPolicy()
        bound.isBound = true
        let bench = PolicyBench(
            PortPolicies(ofPrincipals: [Principal("alice"): bound, Principal("bob"): bound]), addressCapacity: 64)
        let (victim, flooder) = (bench.client("alice"), bench.client("mover"))
        victim.link.deliver(hello(1))
        for number in 100..<1100 { flooder.link.deliver(hello(number)) }
        for number in 2000..<3000 { bench.device.deliver(hello(number)) }
        let late = bench.client("bob")
        late.link.deliver(hello(2))
        _ = bench.takeSentCounts(victim, flooder, late)
        for number: UInt64 in 1...2 { bench.device.deliver(frame(to: .station(number), from: .station(2500))) }
        #expect(bench.takeSentCounts(victim, flooder, late) == [0, 1, 0, 1])
    }

    @Test func `what is claimed is given up for nobody, not even for the network behind the device`() {
        let bench = PolicyBench(addressCapacity: 16) { $0.isBound = true }
        let clients = (0..<12).map { bench.client("user \($0)") }
        for (number, client) in clients.enumerated() { client.link.deliver(hello(number)) }
        for number in 100..<200 { bench.device.deliver(hello(number)) }
        for client in clients { client.link.forget() }
        for number in 0..<12 { bench.device.deliver(frame(to: .station(UInt64(number)), from: .station(100))) }
        #expect(clients.map(\.link.sent.count) == [Int](repeating: 1, count: 12))
    }

    @Test func `a policy that warns lets it through and counts`() {
        let bench = PolicyBench(addressCapacity: 16) { ($0.mode, $0.isBound) = (.warn, true) }
        let client = bench.client("alice")
        for number in 0..<2 { client.link.deliver(hello(number)) }
        #expect(bench.takeSentCounts() == [2])
        #expect(bench.counters(client).warnings[.tableFull] == 1)
        #expect(bench.counters(client).drops.total == 0)
    }
}
