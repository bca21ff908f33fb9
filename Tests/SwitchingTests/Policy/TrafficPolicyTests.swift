import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct IsolationTests {
    private let bench = PolicyBench { $0.isIsolated = true }

    @Test func `clients reach the device and not each other`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(frame(to: .broadcast, from: .station(1)))
        other.link.deliver(frame(to: .broadcast, from: .station(2)))
        #expect(bench.takeSentCounts(one, other) == [2, 0, 0])
        one.link.deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts(one, other) == [0, 0, 0])
        #expect(bench.counters(one).drops[.isolated] == 1)
    }

    @Test func `the device reaches all clients`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        one.link.deliver(frame(to: .broadcast, from: .station(1)))
        bench.device.deliver(frame(to: .broadcast, from: .station(99)), frame(to: .station(1), from: .station(99)))
        #expect(bench.takeSentCounts(one, other) == [1, 2, 1])
    }

    @Test func `a frame for one whom nobody knows is shown to no client`() {
        let (one, other) = (bench.client("alice"), bench.client("mallory"))
        bench.device.deliver(frame(to: .station(1), from: .station(99)))
        one.link.deliver(frame(to: .station(7), from: .station(2)))
        #expect(bench.takeSentCounts(one, other) == [1, 0, 0])
    }

    @Test func `one that is not isolated is reached by all, and reaches them`() {
        var isolated = PortPolicy()
        isolated.isIsolated = true
        let bench = PolicyBench(PortPolicies(standard: isolated, ofPrincipals: [Principal("router"): PortPolicy()]))
        let (one, router) = (bench.client("alice"), bench.client("router"))
        one.link.deliver(frame(to: .broadcast, from: .station(1)))
        router.link.deliver(frame(to: .station(1), from: .station(2)))
        one.link.deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts(one, router) == [1, 1, 2])
    }

    @Test func `a policy that warns lets it through`() {
        let bench = PolicyBench { ($0.mode, $0.isIsolated) = (.warn, true) }
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        other.link.deliver(frame(to: .broadcast, from: .station(2)))
        one.link.deliver(frame(to: .station(2), from: .station(1)))
        #expect(bench.takeSentCounts(one, other) == [1, 1, 1])
        #expect(bench.counters(one).warnings[.isolated] == 1)
    }
}

@Suite struct FilterAndRateTests {
    private let hello = frame(to: .broadcast, from: .station(1))

    @Test func `only what may be spoken is`() {
        let bench = PolicyBench { $0.etherTypes = EtherTypeSet([.ipv4, .arp]) }
        let client = bench.client("alice")
        var other = hello
        (other[12], other[13]) = (0x86, 0xdd)
        var doublyTagged = frame(to: .broadcast, from: .station(1), vlan: 5)
        (doublyTagged[16], doublyTagged[17]) = (0x81, 0x00)
        client.link.deliver(hello, other, frame(to: .broadcast, from: .station(1), vlan: 5), doublyTagged)
        #expect(bench.takeSentCounts() == [2])
        #expect(bench.counters(client).drops[.filteredType] == 2)
    }

    @Test func `what may not be spoken teaches the switch nothing`() {
        let bench = PolicyBench { $0.etherTypes = EtherTypeSet([.arp]) }
        let (client, other) = (bench.client("alice"), bench.client("bob"))
        client.link.deliver(hello)
        bench.device.deliver(frame(to: .station(1), from: .station(99)))
        #expect(bench.takeSentCounts(client, other) == [0, 1, 1])
    }

    @Test func `frames for everybody are limited, others are not`() {
        let bench = PolicyBench { $0.floodRate = RateLimit(perSecond: 10, burst: 3) }
        let client = bench.client("alice")
        bench.device.deliver(frame(to: .broadcast, from: .station(99)))
        let toDevice = frame(to: .station(99), from: .station(1))
        client.link.deliver(hello, hello, hello, hello, toDevice, toDevice)
        #expect(bench.takeSentCounts() == [5])
        #expect(bench.counters(client).drops[.floodRateExceeded] == 1)
        bench.pass(.milliseconds(150))
        client.link.deliver(hello, hello)
        #expect(bench.takeSentCounts() == [1])
    }

    @Test func `frames for one whom nobody knows are frames for everybody`() {
        let bench = PolicyBench { $0.floodRate = RateLimit(perSecond: 10, burst: 1) }
        let client = bench.client("alice")
        client.link.deliver(frame(to: .station(7), from: .station(1)), frame(to: .station(8), from: .station(1)))
        #expect(bench.takeSentCounts() == [1])
    }

    @Test func `bytes are limited as on a cable`() {
        // Room for ten of the shortest frames, whatever they say of themselves.
        let bench = PolicyBench { $0.rate = RateLimit(perSecond: 8400, burst: 840) }
        let client = bench.client("alice")
        for _ in 0..<15 { client.link.deliver(frame(to: .broadcast, from: .station(1), byteCount: 14)) }
        #expect(bench.takeSentCounts() == [10])
        #expect(bench.counters(client).drops[.rateExceeded] == 5)
        bench.pass(.milliseconds(50))
        for _ in 0..<15 { client.link.deliver(hello) }
        #expect(bench.takeSentCounts() == [5])
    }

    @Test func `frames are limited, and short ones cost as much as long ones`() {
        let bench = PolicyBench { $0.frameRate = RateLimit(perSecond: 100, burst: 10) }
        let client = bench.client("alice")
        for _ in 0..<8 { client.link.deliver(hello) }
        for _ in 0..<8 { client.link.deliver(frame(to: .broadcast, from: .station(1), byteCount: 1500)) }
        #expect(bench.takeSentCounts() == [10])
        #expect(bench.counters(client).drops[.rateExceeded] == 6)
        bench.pass(.milliseconds(50))
        for _ in 0..<8 { client.link.deliver(hello) }
        #expect(bench.takeSentCounts() == [5])
    }

    @Test func `who has sent all the frames he may is not listened to for a while, nor who sends what is none`() {
        for overhead in [0, 10] {
            // There are bytes for more, but no frames.
            let bench = PolicyBench {
                $0.rate = RateLimit(perSecond: 1e6, burst: 1e6)
                $0.frameRate = RateLimit(perSecond: 20, burst: 10)
            }
            let client = bench.client("alice")
            for _ in 0..<9 - overhead / 2 { client.link.deliver(hello) }
            #expect(client.link.pauses.isEmpty)
            client.link.receiver?.carriedOverhead(overhead, byteCount: 0)
            client.link.deliver(hello)
            #expect(client.link.pauses.count == 1)
            #expect(client.link.pauses.allSatisfy { .milliseconds(45)...(.milliseconds(100)) ~= $0 })
        }
    }

    @Test func `who has sent all he may is not listened to for a while`() {
        let bench = PolicyBench { $0.rate = RateLimit(perSecond: 84_000, burst: 8_400) }
        let (client, other) = (bench.client("alice"), bench.client("bob"))
        for _ in 0..<80 { client.link.deliver(hello) }
        #expect(client.link.pauses.isEmpty)
        for _ in 0..<20 { client.link.deliver(hello) }
        #expect(!client.link.pauses.isEmpty && other.link.pauses.isEmpty)
        #expect(client.link.pauses.allSatisfy { .milliseconds(5)...(.milliseconds(100)) ~= $0 })
        #expect(bench.counters(client).drops.total == 0)
    }

    @Test func `nor is he who sends what is no frame`() {
        let bench = PolicyBench { $0.rate = RateLimit(perSecond: 84, burst: 8_400) }
        let client = bench.client("alice")
        client.link.receiver?.carriedOverhead(5, byteCount: 0)
        client.link.receiver?.drained()
        #expect(client.link.pauses.isEmpty)
        client.link.receiver?.carriedOverhead(200, byteCount: 0)
        client.link.receiver?.drained()
        #expect(!client.link.pauses.isEmpty)
        client.link.deliver(hello)
        #expect(bench.counters(client).drops[.rateExceeded] == 1)
    }

    @Test func `what is no frame counts by its bytes where they are more than those of as many short frames`() {
        let bench = PolicyBench { $0.rate = RateLimit(perSecond: 84, burst: 8_400) }
        let client = bench.client("alice")
        client.link.receiver?.carriedOverhead(1, byteCount: 5_000)
        client.link.receiver?.drained()
        #expect(client.link.pauses.isEmpty)
        client.link.receiver?.carriedOverhead(1, byteCount: 3_400)
        client.link.receiver?.drained()
        #expect(!client.link.pauses.isEmpty)
        client.link.deliver(hello)
        #expect(bench.counters(client).drops[.rateExceeded] == 1)
    }

    @Test func `a limit that only warns, and one for frames to everybody, make nobody wait`() {
        let limit = RateLimit(perSecond: 1, burst: 1)
        let changes: [(inout PortPolicy) -> Void] = [
            { ($0.rate, $0.mode) = (limit, .warn) }, { ($0.frameRate, $0.mode) = (limit, .warn) },
            { $0.floodRate = limit },
        ]
        for change in changes {
            let bench = PolicyBench(change)
            let client = bench.client("alice")
            for _ in 0..<10 { client.link.deliver(hello) }
            #expect(client.link.pauses.isEmpty)
        }
    }

    @Test func `what is dropped for another reason counts against the rate too`() {
        let bench = PolicyBench {
            $0.etherTypes = EtherTypeSet([.arp])
            $0.rate = RateLimit(perSecond: 84, burst: 840)
        }
        let client = bench.client("alice")
        for _ in 0..<15 { client.link.deliver(hello) }
        #expect(bench.counters(client).drops[.filteredType] == 10)
        #expect(bench.counters(client).drops[.rateExceeded] == 5)
    }

    @Test func `one client's limit is nobody else's`() {
        let bench = PolicyBench { $0.floodRate = RateLimit(perSecond: 1, burst: 1) }
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        for _ in 0..<100 { one.link.deliver(hello) }
        other.link.deliver(frame(to: .broadcast, from: .station(2)))
        #expect(bench.takeSentCounts() == [2])
        #expect(bench.counters(other).drops.total == 0)
    }

    @Test func `a reason is reported once a minute`() {
        let bench = PolicyBench { $0.floodRate = RateLimit(perSecond: 1, burst: 1) }
        let client = bench.client("alice")
        for _ in 0..<10 { client.link.deliver(hello) }
        #expect(bench.violations.count == 1)
        bench.pass(.seconds(61))
        for _ in 0..<10 { client.link.deliver(hello) }
        #expect(bench.violations.count == 2)
    }

    @Test func `a tunnel that we have opened ourselves is no client`() {
        let bench = Bench(
            linkCount: 2,
            configuration: {
                var configuration = SwitchConfiguration()
                configuration.policies.standard.isIsolated = true
                return configuration
            }())
        bench.links[0].deliver(hello)
        #expect(bench.takeSentCounts() == [0, 1])
    }
}

@Suite struct LoopGuardPolicyTests {
    private let bench = PolicyBench { $0.loopGuard = .seconds(10) }

    @Test func `a client that gives back what it is sent is shut out, for a while`() {
        let client = bench.client("alice")
        let hello = frame(to: .broadcast, from: .station(99))
        for _ in 0..<LoopGuard.limit {
            bench.device.deliver(hello)
            client.link.deliver(hello)
        }
        #expect(bench.loops == [.station(99)])
        _ = bench.takeSentCounts(client)
        client.link.deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.takeSentCounts() == [0])
        #expect(bench.counters(client).drops[.shut] == 2)
        #expect(bench.reopenings.isEmpty)
        bench.pass(.seconds(11))
        for _ in 0..<2 { client.link.deliver(frame(to: .broadcast, from: .station(1))) }
        #expect(bench.takeSentCounts() == [2])
        #expect(bench.reopenings == [client.port])
    }

    @Test func `of two clients that see the same network one is shut out`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        let hello = frame(to: .broadcast, from: .station(1))
        for _ in 0..<LoopGuard.limit + 1 {
            one.link.deliver(hello)
            other.link.deliver(hello)
        }
        #expect(bench.loops.count == 1)
        #expect(bench.counters(one).drops[.shut] + bench.counters(other).drops[.shut] > 0)
    }

    @Test func `machines that move all at once are no loop`() {
        let (one, other) = (bench.client("alice"), bench.client("bob"))
        for number in 0..<500 { one.link.deliver(frame(to: .broadcast, from: .station(UInt64(number)))) }
        for number in 0..<500 { other.link.deliver(frame(to: .broadcast, from: .station(UInt64(number)))) }
        #expect(bench.loops.isEmpty)
        #expect(bench.counters(other).drops.total == 0)
    }

    @Test func `a policy that warns leaves the port open, and says so`() {
        let bench = PolicyBench { ($0.mode, $0.loopGuard) = (.warn, .seconds(10)) }
        let client = bench.client("alice")
        let hello = frame(to: .broadcast, from: .station(99))
        for _ in 0..<LoopGuard.limit {
            bench.device.deliver(hello)
            client.link.deliver(hello)
        }
        #expect(bench.loops.count == 1)
        _ = bench.takeSentCounts(client)
        client.link.deliver(frame(to: .broadcast, from: .station(1)))
        #expect(bench.takeSentCounts() == [1])
    }
}
