import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// Policies hold across the switches of a stack.
@Suite struct StackPolicyTests {
    private func bench(_ count: Int = 2, _ change: (inout PortPolicy) -> Void) -> StackBench {
        var configuration = SwitchConfiguration()
        change(&configuration.policies.standard)
        return StackBench(count, configuration: configuration)
    }

    private func hello(_ number: UInt64) -> [UInt8] { frame(to: .broadcast, from: .station(number)) }

    @Test func `clients on different switches are kept apart`() throws {
        let bench = bench { $0.isIsolated = true }
        let device = try bench.device()
        let (one, other) = (bench.client("alice", on: 0), bench.client("bob", on: 1))
        one.deliver(hello(1))
        bench.settle()
        other.deliver(hello(2))
        bench.settle()
        one.deliver(frame(to: .station(2), from: .station(1)), frame(to: .station(7), from: .station(1)))
        bench.settle()
        #expect(one.sent.isEmpty)
        #expect(other.sent.isEmpty)
        #expect(device.map(\.sent.count).reduce(0, +) == 3)
    }

    @Test func `a frame from the device for one whom nobody knows is shown to no client`() throws {
        let bench = bench { $0.isIsolated = true }
        let device = try bench.device()
        let (one, other) = (bench.client("alice", on: 0), bench.client("bob", on: 1))
        device[0].deliver(frame(to: .station(7), from: .station(99)))
        bench.settle()
        #expect(one.sent.isEmpty && other.sent.isEmpty)
    }

    @Test func `an address in use on another switch does not move`() throws {
        let bench = bench { $0.isBound = true }
        let device = try bench.device()
        let (victim, attacker) = (bench.client("alice", on: 0), bench.client("mallory", on: 1))
        victim.deliver(hello(1))
        bench.settle()
        attacker.deliver(hello(1))
        bench.settle()
        takeSentCountsAndForget(device + [victim, attacker])
        for queue in device { queue.deliver(frame(to: .station(1), from: .station(99))) }
        bench.settle()
        #expect(takeSentCounts([victim, attacker]) == [2, 0])
    }

    /// An address of which all switches but the victim's have forgotten where it is.
    private struct Scene {
        let bench: StackBench
        let device: [TestLink]
        let victim: TestLink
        let attacker: TestLink

        init(_ bench: StackBench) throws {
            self.bench = bench
            device = try bench.device()
            (victim, attacker) = (bench.client("alice", on: 0), bench.client("mallory", on: 1))
            victim.deliver(frame(to: .broadcast, from: .station(1)))
            device[0].deliver(frame(to: .broadcast, from: .station(99)))
            bench.settle()
            // The victim speaks to the device alone, so that no other switch hears of it.
            for _ in 0..<4 {
                bench.pass(.seconds(200))
                device[0].deliver(frame(to: .station(1), from: .station(99)))
                victim.deliver(frame(to: .station(99), from: .station(1)))
                bench.settle()
            }
        }
    }

    @Test func `nor where the other switch has forgotten it`() throws {
        let scene = try Scene(bench(3) { $0.isBound = true })
        let (bench, device, victim, attacker) = (scene.bench, scene.device, scene.victim, scene.attacker)
        attacker.deliver(hello(1))
        bench.settle()
        takeSentCountsAndForget(device + [victim, attacker])
        for queue in device { queue.deliver(frame(to: .station(1), from: .station(99))) }
        bench.settle()
        #expect(takeSentCounts([victim, attacker]) == [3, 0])
        attacker.deliver(hello(1))
        bench.settle()
        #expect(takeSentCounts(device) == [0, 0, 0])
    }

    @Test func `the same principal takes its address along to another switch`() throws {
        let bench = bench(3) { $0.isBound = true }
        let device = try bench.device()
        let (old, new) = (bench.client("alice", on: 0), bench.client("alice", on: 1))
        old.deliver(hello(1))
        bench.settle()
        // The first frame asks, the second has it.
        for _ in 0..<2 {
            new.deliver(hello(1))
            bench.settle()
        }
        takeSentCountsAndForget(device + [old, new])
        for queue in device { queue.deliver(frame(to: .station(1), from: .station(99))) }
        bench.settle()
        #expect(takeSentCounts([old, new]) == [0, 3])
    }

    @Test func `an address in use on another switch is taken under no tag`() throws {
        let bench = bench { $0.isBound = true }
        let device = try bench.device()
        let (victim, attacker) = (bench.client("alice", on: 0), bench.client("mallory", on: 1))
        victim.deliver(hello(1))
        device[0].deliver(frame(to: .broadcast, from: .station(99), vlan: 7))
        bench.settle()
        takeSentCountsAndForget(device + [victim])
        for vlan: UInt16? in [nil, 0, 5, 7] {
            for station: UInt64 in [1, 99] {
                attacker.deliver(frame(to: .broadcast, from: .station(station), vlan: vlan))
                bench.settle()
            }
        }
        #expect(takeSentCounts(device + [victim]) == [0, 0, 0])
    }

    @Test func `nor where the other switch has forgotten it, but for a moment`() throws {
        let scene = try Scene(bench(3) { $0.isBound = true })
        let (bench, device, victim, attacker) = (scene.bench, scene.device, scene.victim, scene.attacker)
        attacker.deliver(frame(to: .broadcast, from: .station(1), vlan: 5))
        bench.settle()
        bench.pass(.milliseconds(100))
        takeSentCountsAndForget(device + [victim])
        for vlan: UInt16? in [nil, 5, 6] { attacker.deliver(frame(to: .broadcast, from: .station(1), vlan: vlan)) }
        bench.settle()
        #expect(takeSentCounts(device + [victim]) == [0, 0, 0, 0])
        victim.deliver(hello(1))
        for queue in device { queue.deliver(frame(to: .station(1), from: .station(99))) }
        bench.settle()
        #expect(victim.sent.count == 3)
    }

    @Test func `one user's connections on several switches use an address under several tags`() throws {
        let bench = bench(3) { $0.isBound = true }
        let device = try bench.device()
        let connections = (0..<3).map { bench.client("alice", on: $0) }
        for _ in 0..<50 {
            for (number, connection) in connections.enumerated() {
                connection.deliver(frame(to: .station(99), from: .station(1), vlan: UInt16(10 + number)))
                bench.settle()
            }
            bench.pass(.milliseconds(50))
        }
        #expect(takeSentCounts(device).reduce(0, +) == 150)
        for vlan: UInt16 in 10...12 { device[0].deliver(frame(to: .station(1), from: .station(99), vlan: vlan)) }
        bench.settle()
        #expect(connections.map { $0.frames.count { $0[5] == 1 } } == [1, 1, 1])
    }

    @Test func `an address whose port has gone from one switch is free on another, once it has asked`() throws {
        let bench = bench { $0.isBound = true }
        let device = try bench.device()
        let (one, other) = (bench.client("alice", on: 0), bench.client("bob", on: 1))
        one.deliver(hello(1))
        bench.settle()
        one.end()
        bench.settle()
        takeSentCountsAndForget(device)
        for vlan: UInt16? in [nil, nil, 5] {
            other.deliver(frame(to: .broadcast, from: .station(1), vlan: vlan))
            bench.settle()
        }
        #expect(takeSentCounts(device) == [0, 2])
    }

    @Test(arguments: [false, true])
    func `a user's connections have one limit, whichever switches they are on`(isBound: Bool) throws {
        let bench = bench(3) { ($0.addressLimit, $0.isBound) = (4, isBound) }
        let device = try bench.device()
        let connections = (0..<3).map { bench.client("mallory", on: $0) }
        // All at once, so that no switch has heard from the others.
        for (number, connection) in connections.enumerated() {
            for station in 0..<3 { connection.deliver(hello(UInt64(10 * number + station))) }
        }
        bench.settle()
        #expect(takeSentCounts(device).reduce(0, +) == 4)
        let other = bench.client("alice", on: 1)
        for station: UInt64 in 50..<54 { other.deliver(hello(station)) }
        bench.settle()
        #expect(takeSentCounts(device) == [0, 4, 0])
    }

    @Test func `what has aged out on one switch makes room on another, once that has asked`() throws {
        let bench = bench { $0.addressLimit = 2 }
        let device = try bench.device()
        let connections = (0..<2).map { bench.client("alice", on: $0) }
        connections[0].deliver(hello(1), hello(2))
        bench.settle()
        bench.pass(.seconds(301))
        takeSentCountsAndForget(device)
        connections[1].deliver(hello(3))
        bench.settle()
        connections[1].deliver(hello(3), hello(4), hello(5))
        bench.settle()
        #expect(takeSentCounts(device) == [0, 2])
    }

    @Test(arguments: [false, true])
    func `who comes back again and again with other addresses fills no table`(isBound: Bool) throws {
        var configuration = SwitchConfiguration()
        (configuration.addressCapacity, configuration.policies.standard.addressLimit) = (256, 64)
        configuration.policies.standard.isBound = isBound
        let bench = StackBench(2, configuration: configuration)
        for round: UInt64 in 0..<8 {
            let attacker = bench.client("mallory", on: 0)
            for number: UInt64 in 0..<64 { attacker.deliver(hello(1000 * (round + 1) + number)) }
            bench.settle()
            attacker.end()
            bench.settle()
        }
        let (victim, peer) = (bench.client("alice", on: 0), bench.client("bob", on: 1))
        let attacker = bench.client("mallory", on: 1)
        victim.deliver(hello(1))
        bench.settle()
        takeSentCountsAndForget([attacker])
        peer.deliver(frame(to: .station(1), from: .station(2)))
        bench.settle()
        #expect(attacker.sent.isEmpty)
        #expect(victim.sent.count == 1)
    }

    @Test func `an address whose port has gone is another's on the same switch at once, and all others believe it`()
        throws
    {
        let bench = bench { $0.isBound = true }
        let (one, other) = (bench.client("alice", on: 0), bench.client("bob", on: 0))
        let witness = bench.client("carol", on: 1)
        one.deliver(hello(1))
        bench.settle()
        one.end()
        other.deliver(hello(1), hello(1))
        bench.settle()
        #expect(witness.sent.count == 3)
    }

    @Test func `what is claimed on one switch is given up for nobody on another`() throws {
        var configuration = SwitchConfiguration()
        (configuration.addressCapacity, configuration.policies.standard.isBound) = (16, true)
        let bench = StackBench(2, configuration: configuration)
        let device = try bench.device()
        for number: UInt64 in 0..<12 {
            bench.client("user \(number)", on: 0).deliver(hello(number))
            bench.settle()
        }
        for number: UInt64 in 100..<200 { device[1].deliver(hello(number)) }
        bench.settle()
        let witness = bench.client("carol", on: 1)
        for number: UInt64 in 0..<12 { device[1].deliver(frame(to: .station(number), from: .station(100))) }
        bench.settle()
        #expect(witness.sent.isEmpty)
    }

    @Test func `a flood in others' names does not fill the way to the switch that has them`() throws {
        var configuration = SwitchConfiguration()
        configuration.policies.standard.isBound = true
        let bench = StackBench(2, configuration: configuration, mailboxCapacity: 256 * 1024)
        let (victim, attacker) = (bench.client("alice", on: 0), bench.client("mallory", on: 1))
        let bystander = bench.client("bob", on: 1)
        victim.deliver(hello(1))
        bench.settle()
        for _ in 0..<10_000 { attacker.deliver(hello(1)) }
        bystander.deliver(hello(2))
        bench.settle()
        #expect(victim.sent.count == 1)
        #expect(bench.trunks(of: 1).allSatisfy { $0.counters.drops.total == 0 })
    }

    private func takeSentCountsAndForget(_ links: [TestLink]) { _ = takeSentCounts(links) }
}
