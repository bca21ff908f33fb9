import Frame
import Linux
import Switching
import SwitchingSupport
import Testing

@testable import Node

/// What a plan names, and what is added and removed while a node runs.
@Suite struct EntriesTests {
    private let network = TestNetwork()

    private func node(_ plan: NodePlan = NodePlan()) throws -> Node {
        Node(plan, registry: try Registry(network.plugin), loops: [InlineLoop()])
    }

    private func uri(_ path: String) -> EndpointURI { EndpointURI(scheme: "test", path: path) }

    /// The names of ports and of the entries that they came from.
    private func ports(of node: Node) async -> [String] {
        await node.snapshot().ports.map { "\($0.name) of \($0.entry ?? "nothing")" }
    }

    /// Ends the node, and returns what it has lost for good.
    private func losses(of node: Node) async -> [String] {
        await node.attach(await network.open("last"), as: .device)
        var lost: [String] = []
        for await element in node.events {
            let event = element.event
            if case .attached(let port) = event, port.name == "last" { break }
            if let loss = node.loss(in: event) {
                lost.append("\(loss.port.name): \(loss.reason.map { "\($0)" } ?? "-")")
            }
        }
        await node.close()
        return lost
    }

    @Test func `devices are opened first, then listeners, then tunnels, and each step is told`() async throws {
        let plan = NodePlan(
            devices: [DeviceEntry("lan", uri("a")), DeviceEntry("lab", uri("b"))],
            listeners: [ListenerEntry("door", uri("c"))],
            tunnels: [TunnelEntry("far", [uri("d")], as: .bearer("secret"))]
        )
        let node = try node(plan)
        var steps: [String] = []
        try await node.start { step in
            switch step {
            case .opening(let entry): steps.append("opening \(entry.name)")
            case .admitting(let entry): steps.append("admitting \(entry.name)")
            case .listening(let entry, let address): steps.append("\(entry.name) at \(address.port ?? 0)")
            case .connecting(let entry): steps.append("connecting \(entry.name)")
            case .connected(let entry): steps.append("connected \(entry.name)")
            }
        }
        #expect(
            steps == [
                "opening lan", "opening lab", "admitting door", "door at 4711", "connecting far", "connected far",
            ])
        #expect(await ports(of: node) == ["a of lan", "b of lab", "d of far"])
        #expect(network.credentials == [.bearer("secret")])
        await network.acceptor?.accepted(await network.open("e"), from: Peer(address: "192.0.2.1:5", principal: nil))
        #expect(await ports(of: node).last == "e of door")
        await node.close()
    }

    @Test func `what cannot be opened ends the start, and what was opened is closed with the node`() async throws {
        let plan = NodePlan(devices: [DeviceEntry("a", uri("a")), DeviceEntry("b", uri("gone"))])
        let node = try node(plan)
        await #expect(throws: Unplugged.self) { try await node.start() }
        #expect(await ports(of: node) == ["a of a"])
        await node.close()
        #expect(network.links.map(\.closeCount) == [1])
    }

    @Test func `a name is taken once, and free again when its entry has gone or could not be opened`() async throws {
        let node = try node()
        try await node.add(DeviceEntry("a", uri("a")))
        await #expect(throws: NodePlanError.nameTaken("a")) { try await node.add(TunnelEntry("a", [uri("b")])) }
        await #expect(throws: NodePlanError.nameTaken("a")) { try await node.add(ListenerEntry("a", uri("b"))) }
        await #expect(throws: Unplugged.self) { try await node.add(DeviceEntry("b", uri("gone"))) }
        try await node.add(DeviceEntry("b", uri("b")))
        #expect(await node.remove("a"))
        #expect(await !node.remove("a"))
        #expect(await ports(of: node) == ["b of b"])
        #expect(network.links.map(\.closeCount) == [1, 0])
        try await node.add(ListenerEntry("a", uri("a")))
        await node.close()
    }

    @Test func `a device that is to be reopened is refused`() async throws {
        let node = try node()
        await #expect(throws: NodePlanError.cannotReopen("a")) {
            try await node.add(DeviceEntry("a", uri("a"), onLoss: .reopen(Backoff())))
        }
        #expect(network.links.isEmpty)
        await node.close()
    }

    @Test func `with a listener go the peers that came by it, and no others`() async throws {
        let node = try node()
        try await node.add(ListenerEntry("a", uri("a")))
        let first = network.acceptor
        try await node.add(ListenerEntry("b", uri("b")))
        let peer = Peer(address: "192.0.2.1:5", principal: nil)
        await first?.accepted(await network.open("x"), from: peer)
        await network.acceptor?.accepted(await network.open("y"), from: peer)
        #expect(await ports(of: node) == ["x of a", "y of b"])
        #expect(await node.remove("a"))
        #expect(await ports(of: node) == ["y of b"])
        #expect(network.closedListenerCount == 1)
        await node.close()
        #expect(network.closedListenerCount == 2)
    }

    @Test func `a tunnel that was removed is not brought back`() async throws {
        let node = try node()
        try await node.add(TunnelEntry("a", [uri("a")], onLoss: .reopen(Backoff())))
        #expect(await node.remove("a"))
        #expect(network.links.map(\.closeCount) == [1])
        await node.probe()
        #expect(network.attempts == ["a"])
        #expect(await ports(of: node) == [])
        await node.close()
    }

    @Test func `the network is watched once there is a tunnel to bring back, whenever it was added`() async throws {
        // A loop without descriptors, so that a watch that begins is told of by its failure.
        let node = try node(NodePlan(tunnels: [TunnelEntry("a", [uri("a")])]))
        try await node.start()
        for name in ["b", "c"] {
            try await node.add(TunnelEntry(name, [uri(name)], onLoss: .reopen(Backoff())))
        }
        await node.close()
        let told = await node.events.reduce(into: [String]()) { told, element in
            switch element.event {
            case .attached(let port): told.append(port.name)
            case .networkUnwatched: told.append("not watched")
            default: break
            }
        }
        #expect(told == ["a", "not watched", "b", "c"])
    }

    @Test func `a node has lost its purpose with what is to end it, and with nothing else`() async throws {
        let node = try node()
        try await node.add(DeviceEntry("a", uri("a")))
        try await node.add(DeviceEntry("b", uri("b"), onLoss: .ignore))
        try await node.add(TunnelEntry("c", [uri("c")]))
        try await node.add(ListenerEntry("d", uri("d")))
        try await node.add(DeviceEntry("e", uri("e")))
        await network.acceptor?.accepted(await network.open("x"), from: Peer(address: "192.0.2.1:5", principal: nil))
        network.links[4].end(Unplugged())
        network.links[1].end(Unplugged())
        await node.remove("e")
        network.links[0].end(Unplugged())
        network.links[2].end()
        #expect(await losses(of: node) == ["a: Unplugged()", "c: -"])
    }

    @Test func `an entry that is removed while it is opened is not left open`() async throws {
        let node = try node()
        network.beforeOpening { await node.remove("a") }
        await #expect(throws: CancellationError.self) { try await node.add(DeviceEntry("a", uri("a"))) }
        #expect(network.links.map(\.closeCount) == [1])
        #expect(await ports(of: node) == [])
        await node.close()
    }
}
