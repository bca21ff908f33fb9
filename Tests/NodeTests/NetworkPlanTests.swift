import Frame
import Node
import SwitchingSupport
import Testing

@Suite struct NetworkPlanTests {
    private let registry: Registry
    private let good = EndpointURI(scheme: "test", path: "x")

    init() throws { registry = try Registry(TestNetwork().plugin) }

    @Test func `networks and their entries are told apart by names`() throws {
        #expect(throws: NodePlanError.networkTaken("")) {
            try NodePlan(networks: [NetworkPlan("")]).check(against: registry)
        }
        #expect(throws: NodePlanError.networkTaken("lab")) {
            try NodePlan(networks: [NetworkPlan("lab"), NetworkPlan("lab")]).check(against: registry)
        }
        let plan = NodePlan(
            devices: [DeviceEntry("a", good)], networks: [NetworkPlan("lab", tunnels: [TunnelEntry("a", [good])])])
        #expect(throws: NodePlanError.nameTaken("a")) { try plan.check(against: registry) }
        #expect("\(NodePlanError.networkTaken(""))" == "a further network must have a name")
        #expect("\(NodePlanError.networkTaken("a"))" == "two networks are called 'a'")
        #expect("\(NodePlanError.networkUnknown("a"))" == "there is no network 'a'")
    }

    @Test func `a plan checks, and needs what, all its networks have`() throws {
        let careless = EndpointURI(scheme: "test", path: "careless")
        let lab = NetworkPlan(
            "lab", devices: [DeviceEntry("a", careless)],
            listeners: [ListenerEntry("c", good, authenticator: careless)], policyFile: PolicyFile(path: "/p"))
        let plan = NodePlan(tunnels: [TunnelEntry("b", [good])], networks: [lab])
        #expect(try plan.check(against: registry) == ["a careless device", "a careless authenticator"])
        #expect(try plan.needs(in: registry).files == ["/p"])
        #expect(plan.names == ["b", "a", "c"])
        #expect(plan.onLoss(of: "a") == .end && plan.onLoss(of: "c") == nil)
    }
}
