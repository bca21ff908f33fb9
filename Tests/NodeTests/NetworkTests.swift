import Frame
import Reactor
import Switching
import SwitchingSupport
import Testing

@testable import Node

/// Several networks of one node.
@Suite struct NetworkTests {
    private let network = TestNetwork()

    private func uri(_ path: String) -> EndpointURI { EndpointURI(scheme: "test", path: path) }

    private func node(_ networks: [NetworkPlan]) throws -> Node {
        let plan = NodePlan(
            devices: [DeviceEntry("lan", uri("lan"))], tunnels: [TunnelEntry("wan", [uri("wan")])], networks: networks)
        return Node(plan, registry: try Registry(network.plugin), loops: [InlineLoop()])
    }

    private func lab(_ name: String = "lab") -> NetworkPlan {
        NetworkPlan(
            name, devices: [DeviceEntry("\(name) a", uri("a"))], tunnels: [TunnelEntry("\(name) b", [uri("b")])])
    }

    @Test func `frames and addresses stay in their network`() async throws {
        let node = try node([lab()])
        try await node.start()
        #expect(network.links.map(\.name) == ["lan", "wan", "a", "b"])
        let bytes = frame(to: .broadcast, from: .station(1))
        network.links[0].deliver(bytes)
        #expect(network.links.map(\.frames) == [[], [bytes], [], []])
        // The same station may be in both, and is looked up in its own.
        network.links[2].deliver(bytes)
        network.links[3].deliver(frame(to: .station(1), from: .station(2)))
        network.links[1].deliver(frame(to: .station(2), from: .station(3)))
        #expect(network.links.map(\.sent.count) == [1, 1, 1, 1])
        #expect(await node.addresses().map(\.address) == [.station(1), .station(3)])
        #expect(await node.addresses(of: "lab").map(\.address) == [.station(1), .station(2)])
        #expect(await node.addresses(of: "hall").isEmpty)
        await node.close()
        #expect(network.links.map(\.closeCount) == [1, 1, 1, 1])
    }

    @Test func `each network has its ports and its carrier, and no two ports have one number`() async throws {
        let node = try node([lab(), lab("hall")])
        try await node.start()
        #expect(await node.snapshot().ports.map(\.name) == ["lan", "wan"])
        let lab = try #require(await node.snapshot(of: "lab"))
        #expect(lab.ports.map(\.entry) == ["lab a", "lab b"])
        #expect(await node.snapshot(of: "attic") == nil)
        var numbers = await node.snapshot().ports.map(\.id) + lab.ports.map(\.id)
        numbers += await node.snapshot(of: "hall")?.ports.map(\.id) ?? []
        #expect(Set(numbers).count == 6)
        network.links[3].end()
        #expect(network.links[0].carrier == [false, true])
        #expect(network.links[2].carrier == [false, true, false])
        await node.close()
    }

    @Test func `entries come to and go from a network by name`() async throws {
        let node = try node([lab()])
        let port = try await node.add(DeviceEntry("x", uri("x")), to: "lab")
        #expect(await node.snapshot(of: "lab")?.ports.map(\.id) == [port])
        _ = try await node.add(ListenerEntry("door", uri("door")), to: "lab")
        let peer = Peer(address: "192.0.2.1:5000", principal: nil)
        await network.acceptor?.accepted(await network.open("peer"), from: peer)
        #expect(await node.snapshot(of: "lab")?.ports.map(\.entry) == ["x", "door"])
        #expect(await node.snapshot().ports.isEmpty)
        await #expect(throws: NodePlanError.nameTaken("x")) { try await node.add(DeviceEntry("x", uri("y"))) }
        await #expect(throws: NodePlanError.networkUnknown("attic")) {
            try await node.add(TunnelEntry("y", [uri("y")]), to: "attic")
        }
        let tap = RecordingTap()
        #expect(await node.tap(port, with: tap))
        #expect(await node.remove("x"))
        #expect(await node.snapshot(of: "lab")?.ports.map(\.entry) == ["door"])
        #expect(await node.apply(PortPolicies(), to: "lab"))
        #expect(await node.apply(PortPolicies(), to: "attic") == false)
        await node.close()
    }

    @Test func `each network has a shard on each loop`() async throws {
        let loops = [try EpollLoop(), try EpollLoop()]
        let node = Node(
            NodePlan(networks: [NetworkPlan("lab")]), registry: try Registry(network.plugin), loops: loops)
        let uri = try EndpointURI("test:lan?queues=on")
        let first = try await node.add(DeviceEntry("a", uri))
        let second = try await node.add(DeviceEntry("b", uri), to: "lab")
        let unnamed = await node.snapshot().ports
        let lab = try #require(await node.snapshot(of: "lab")).ports
        #expect(unnamed.map(\.name) == ["trunk:0-1", "trunk:1-0", "lan"] && lab.map(\.name) == unnamed.map(\.name))
        #expect(unnamed.last?.id == first && lab.last?.id == second)
        #expect(Set((unnamed + lab).map(\.id)).count == 6)
        await node.close()
        #expect(network.links.map(\.closeCount) == [1, 1, 1, 1])
        for loop in loops { await loop.stop() }
    }

    @Test func `nothing is opened of a plan in which two networks have one name`() async throws {
        let twice = try node([lab(), lab()])
        await #expect(throws: NodePlanError.networkTaken("lab")) { try await twice.start() }
        #expect(network.links.isEmpty)
        await twice.close()
    }
}
