import Conformance
import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

/// Tunnels that come back, on a loop whose time and jobs the test moves.
@Suite final class ShardReconnectingTests {
    private let network = TestNetwork()
    private let loop = ManualLoop()
    private let node: Node

    init() throws { node = Node(registry: try Registry(network.plugin), loops: [loop]) }

    // A switch lives for as long as a link is plugged in.
    deinit { shard.assumeIsolated { $0.fabric.detachAll() } }

    private var shard: Shard { node.shards[0] }

    private struct NeverHappened: Error {}

    /// Turns the loop until `condition` holds; its time stands still.
    private func turn(until condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            guard ContinuousClock.now < deadline else { throw NeverHappened() }
            if loop.runJobs() == 0 { await Task.yield() }
        }
    }

    /// Waits until a wait has begun, and lets its time pass.
    private func waitOut() async throws {
        try await turn { loop.nextDeadline != nil }
        _ = loop.nextDeadline.map { loop.advance(by: $0 - loop.now) }
    }

    /// Does something asynchronous while the loop turns.
    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable (Node) async throws -> Value) async throws
        -> Value
    {
        let result = Locked(Result<Value, any Error>?.none)
        Task { [node] in
            let value: Result<Value, any Error>
            do { value = .success(try await body(node)) } catch { value = .failure(error) }
            result.withLock { $0 = value }
        }
        try await turn { result.withLock { $0 != nil } }
        return try #require(result.withLock { $0 }).get()
    }

    /// Connects, and lets a minute pass if that succeeds: the tunnel lasts.
    private func connect(
        _ names: String...,
        retrying backoff: Backoff? = Backoff(),
        as credentials: Credentials = .none
    ) async throws -> PortID {
        let uris = names.map { EndpointURI(scheme: "test", path: $0) }
        let tunnel = TunnelEntry("tunnel", uris, as: credentials, onLoss: backoff.map { .reopen($0) } ?? .end)
        let port = try await onLoop { try await $0.add(tunnel) }
        loop.advance(by: .seconds(60))
        return port
    }

    private func probe() { shard.assumeIsolated { $0.probe() } }

    private var ports: [PortSnapshot] { shard.assumeIsolated { $0.fabric.snapshot().ports } }

    private func plugIn(_ link: sending TestLink, from peer: Peer, to shard: Shard) -> [PortSnapshot] {
        nonisolated(unsafe) let link = link
        return shard.assumeIsolated { shard in
            shard.accept(link, from: peer, by: "listener")
            return shard.fabric.snapshot().ports
        }
    }

    private func detachAll(from shard: Shard) { shard.assumeIsolated { $0.fabric.detachAll() } }

    @Test func `a tunnel that is lost comes back at once, to the same port`() async throws {
        let port = try await connect("a", as: .basic(user: "ann", password: "secret"))
        network.links[0].end(Unplugged())
        #expect(ports.map(\.isPlugged) == [false])
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
        #expect(ports.map(\.id) == [port])
        #expect(network.credentials == Array(repeating: .basic(user: "ann", password: "secret"), count: 2))
    }

    @Test func `a server that says goodbye is dialled again, too`() async throws {
        _ = try await connect("a")
        network.links[0].end(nil)
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
    }

    @Test func `peers are tried in turn, each time from the first`() async throws {
        network.fail("a", TransportError.unreachable("a is away"))
        _ = try await connect("a", "b", "c")
        #expect(network.attempts == ["a", "b"])
        network.fail("a", nil)
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
        #expect(network.attempts == ["a", "b", "a"])
    }

    @Test func `at first, no peer at all is an error, and a refusal is the one that counts`() async throws {
        network.fail("a", TransportError.unreachable("a is away"))
        await #expect(throws: TransportError.unreachable("a is away")) { try await connect("a") }
        network.fail("b", TransportError.silent)
        await #expect(throws: TransportError.unreachable("a is away; \(TransportError.silent)")) {
            try await connect("a", "b")
        }
        network.fail("b", TransportError.refused("go away"))
        await #expect(throws: TransportError.refused("a is away; go away")) { try await connect("a", "b") }
        #expect(ports.isEmpty)
    }

    @Test func `what is wrong with a URI is told at once`() async throws {
        network.fail("a", EndpointURIError.missingPart("host", of: "test"))
        await #expect(throws: EndpointURIError.self) { try await connect("a", "b") }
        #expect(network.attempts == ["a"])
    }

    @Test func `attempts that fail are repeated, less and less often`() async throws {
        _ = try await connect("a")
        network.fail("a", TransportError.unreachable("a is away"))
        network.links[0].end(Unplugged())
        for attempt in 2..<40 {
            try await waitOut()
            try await turn { network.attempts.count == attempt && loop.nextDeadline != nil }
            let wait = try #require(loop.nextDeadline) - loop.now
            #expect(wait <= max(Backoff.least * (1 << min(attempt - 2, 4)), loop.now / 20))
        }
        network.fail("a", nil)
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
    }

    @Test func `whoever is refused later asks again, after a long wait`() async throws {
        _ = try await connect("a")
        network.fail("a", TransportError.refused("wrong password"))
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { network.attempts.count == 2 && loop.nextDeadline != nil }
        let wait = try #require(loop.nextDeadline) - loop.now
        #expect((.seconds(15)...(.seconds(30))).contains(wait))
        probe()
        loop.runJobs()
        #expect(loop.nextDeadline == loop.now + wait)
        network.fail("a", nil)
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
    }

    @Test(arguments: [(5, 5), (3600, 30)])
    func `whoever is asked to come back later does, but waits no longer than it would for a refusal`(
        _ asked: Int, _ wait: Int
    ) async throws {
        _ = try await connect("a")
        network.fail("a", TransportError.busy("come back later", retryAfter: .seconds(asked)))
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { network.attempts.count == 2 && loop.nextDeadline != nil }
        #expect(loop.nextDeadline == loop.now + .seconds(wait))
        network.fail("a", nil)
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
    }

    @Test func `a change of the network ends the wait`() async throws {
        _ = try await connect("a")
        network.fail("a", TransportError.unreachable("wrong network"))
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { network.attempts.count == 2 && loop.nextDeadline != nil }
        network.fail("a", nil)
        probe()
        try await turn { loop.nextDeadline == loop.now }
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
        #expect(network.links[1].probeCount == 0)
        probe()
        #expect(network.links[1].probeCount == 1)
    }

    @Test func `a change of the network leaves a young attempt alone, and begins anew where one has lasted`()
        async throws
    {
        _ = try await connect("a")
        let gate = Locked(false)
        network.beforeOpening { while !gate.withLock({ $0 }) { await Task.yield() } }
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { network.attempts.count == 2 }
        probe()
        loop.runJobs()
        #expect(loop.nextDeadline == nil)
        loop.advance(by: .seconds(4))
        probe()
        try await waitOut()
        try await turn { network.attempts.count == 3 }
        gate.withLock { $0 = true }
        try await turn { ports.first?.isPlugged == true && network.links.count == 3 }
        // Whichever came first: one link is plugged in, and no other is left open.
        try await turn { network.links.count { $0.closeCount == 1 } == 1 }
    }

    @Test func `a tunnel that is not to come back takes its port with it`() async throws {
        _ = try await connect("a", retrying: nil)
        network.links[0].end(Unplugged())
        #expect(ports.isEmpty)
        #expect(loop.nextDeadline == nil)
    }

    @Test func `a node that is closed dials no more`() async throws {
        _ = try await connect("a")
        network.fail("a", TransportError.unreachable("a is away"))
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { network.attempts.count == 2 && loop.nextDeadline != nil }
        try await onLoop { await $0.close() }
        try await turn { loop.nextDeadline == nil }
        loop.advance(by: .seconds(3600))
        loop.runJobs()
        #expect(network.attempts.count == 2)
        #expect(ports.isEmpty)
    }

    @Test func `a link that comes when the node is closed already is closed`() async throws {
        _ = try await connect("a")
        let gate = Locked((isOpen: false, isReached: false))
        network.beforeOpening {
            gate.withLock { $0.isReached = true }
            while !gate.withLock({ $0.isOpen }) { await Task.yield() }
        }
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { gate.withLock { $0.isReached } }
        try await onLoop { await $0.close() }
        gate.withLock { $0.isOpen = true }
        try await turn { network.links.count == 2 && network.links[1].closeCount == 1 }
    }

    @Test func `each event of an absence is told`() async throws {
        _ = try await connect("a")
        network.fail("a", TransportError.silent)
        network.links[0].end(Unplugged())
        try await waitOut()
        try await turn { network.attempts.count == 2 && loop.nextDeadline != nil }
        network.fail("a", nil)
        try await waitOut()
        try await turn { ports.first?.isPlugged == true }
        try await onLoop { await $0.close() }
        var events: [NodeEvent] = []
        for await element in node.events { events.append(element.event) }
        guard events.count == 5, case .attached = events[0], case .unplugged(_, let why) = events[1],
            case .retrying(_, let pause, let failure) = events[2], case .replugged(_, let absence) = events[3],
            case .detached = events[4]
        else { return #expect(Bool(false), "not the events that happened: \(events)") }
        #expect(why is Unplugged && failure as? TransportError == .silent)
        #expect(pause <= Backoff.least && absence == pause)
    }

    @Test func `a vanished principal gets its port back from a node that keeps it, and nobody else does`() async throws
    {
        var configuration = SwitchConfiguration()
        configuration.portGrace = .seconds(60)
        let node = Node(NodePlan(configuration: configuration), registry: try Registry(network.plugin), loops: [loop])
        let (ann, bob) = (Peer.named("ann"), Peer.named("bob"))
        func accept(_ peer: Peer) async -> [PortSnapshot] {
            plugIn(await network.open("peer"), from: peer, to: node.shards[0])
        }
        #expect(await accept(ann).map(\.id.number) == [1])
        network.links[0].end(Unplugged())
        #expect(await accept(bob).map(\.id.number) == [1, 2])
        #expect(await accept(ann).map(\.isPlugged) == [true, true])
        // Both are there: another host of the same user has a port of its own.
        #expect(await accept(ann).map(\.id.number) == [1, 2, 3])
        network.links[1].end(Unplugged())
        loop.advance(by: .seconds(60))
        #expect(await accept(bob).map(\.id.number) == [1, 3, 4])
        detachAll(from: node.shards[0])
    }
}

extension Peer {
    fileprivate static func named(_ name: String) -> Peer {
        Peer(address: "192.0.2.1:5000", principal: Principal(name))
    }
}
