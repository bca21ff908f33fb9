import Frame
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

    @Test func `nor where the other switch has forgotten it`() throws {
        let bench = bench(3) { $0.isBound = true }
        let device = try bench.device()
        let (victim, attacker) = (bench.client("alice", on: 0), bench.client("mallory", on: 1))
        victim.deliver(hello(1))
        device[0].deliver(hello(99))
        bench.settle()
        // The victim speaks to the device alone, so that nobody else hears of it.
        for _ in 0..<4 {
            bench.pass(.seconds(200))
            device[0].deliver(frame(to: .station(1), from: .station(99)))
            victim.deliver(frame(to: .station(99), from: .station(1)))
            bench.settle()
        }
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

    private func takeSentCountsAndForget(_ links: [TestLink]) { _ = takeSentCounts(links) }
}
