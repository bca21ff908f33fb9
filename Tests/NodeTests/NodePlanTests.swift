import Frame
import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite struct NodePlanTests {
    private let network = TestNetwork()
    private let good = EndpointURI(scheme: "test", path: "x")
    private let bad = EndpointURI(scheme: "unknown", path: "x")

    private func check(_ plan: NodePlan) throws -> [String] { try plan.check(against: try Registry(network.plugin)) }

    @Test func `a scheme that is not registered is found before anything is opened`() throws {
        let plans = [
            NodePlan(devices: [DeviceEntry("a", bad)]),
            NodePlan(listeners: [ListenerEntry("a", bad)]),
            NodePlan(listeners: [ListenerEntry("a", good, authenticator: bad)]),
            NodePlan(tunnels: [TunnelEntry("a", [good, bad])]),
        ]
        for plan in plans { #expect(throws: RegistryError.self) { try check(plan) } }
        let plan = NodePlan(
            devices: [DeviceEntry("a", good)],
            listeners: [ListenerEntry("b", good, authenticator: good)],
            tunnels: [TunnelEntry("c", [good, good])]
        )
        #expect(try check(plan) == [])
        #expect(network.links.isEmpty && network.listenerCount == 0)
    }

    @Test func `what plug-ins warn of is told once`() throws {
        let careless = EndpointURI(scheme: "test", path: "careless")
        let plan = NodePlan(
            devices: [DeviceEntry("a", careless)],
            listeners: [ListenerEntry("b", careless, authenticator: careless)],
            tunnels: [TunnelEntry("c", [careless, good])]
        )
        #expect(try check(plan) == ["a careless device", "a careless transport", "a careless authenticator"])
    }

    @Test func `names are unique among all kinds of entries`() throws {
        let plan = NodePlan(
            devices: [DeviceEntry("a", good)], listeners: [ListenerEntry("b", good)],
            tunnels: [TunnelEntry("a", [good])])
        #expect(throws: NodePlanError.nameTaken("a")) { try check(plan) }
        #expect("\(NodePlanError.nameTaken("a"))" == "the name 'a' is taken")
    }

    @Test func `a device cannot be reopened, and a tunnel can`() throws {
        let device = DeviceEntry("a", good, onLoss: .reopen(Backoff()))
        #expect(throws: NodePlanError.cannotReopen("a")) { try check(NodePlan(devices: [device])) }
        #expect(try check(NodePlan(tunnels: [TunnelEntry("a", [good], onLoss: .reopen(Backoff()))])) == [])
        #expect("\(NodePlanError.cannotReopen("a"))".hasPrefix("the device 'a' cannot be opened again"))
    }

    @Test func `declared secrets are hidden in all kinds of entries`() throws {
        let plugin = Plugin { registry throws(RegistryError) in
            let declaration = URIDeclaration("NAME", help: "test", URIParameter.secret("pin", help: "pin"))
            try registry.add(device: "test", declaring: declaration) { _ in throw Unplugged() }
            try registry.add(transport: "test", declaring: declaration) { _ in throw Unplugged() }
            try registry.add(authenticator: "test", declaring: declaration) { _ in throw Unplugged() }
        }
        let uri = try EndpointURI("test:x?pin=1234")
        let plan = NodePlan(
            devices: [DeviceEntry("a", uri)],
            listeners: [ListenerEntry("b", uri, authenticator: uri), ListenerEntry("c", uri)],
            tunnels: [TunnelEntry("d", [uri, uri])],
            networks: [NetworkPlan("lab", devices: [DeviceEntry("e", uri)])])
        let hiding = plan.hidingSecrets(in: try Registry(plugin))
        #expect(hiding == plan)
        let uris = hiding.devices.map(\.uri) + hiding.listeners.map(\.uri) + hiding.tunnels.flatMap(\.uris)
        #expect(uris.map(\.description) == Array(repeating: "test:x?pin=••••", count: 5))
        #expect(hiding.networks.map { $0.devices.map(\.uri.description) } == [["test:x?pin=••••"]])
        #expect(hiding.listeners.map { $0.authenticator?.description } == ["test:x?pin=••••", nil])
    }

    @Test func `what a loss means is found by the name of the entry`() {
        let plan = NodePlan(
            devices: [DeviceEntry("a", good), DeviceEntry("b", good, onLoss: .ignore)],
            listeners: [ListenerEntry("c", good)],
            tunnels: [TunnelEntry("d", [good]), TunnelEntry("e", [good], onLoss: .reopen(Backoff()))]
        )
        #expect(plan.names == ["a", "b", "c", "d", "e"])
        #expect(plan.names.map { plan.onLoss(of: $0) } == [.end, .ignore, nil, .end, .reopen(Backoff())])
        #expect(plan.onLoss(of: "f") == nil)
    }
}
