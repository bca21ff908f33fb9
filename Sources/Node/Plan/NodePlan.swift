public import Frame
public import Switching

/// What a node is made of, before anything is opened.
///
/// Most nodes have one network, which has no name and which the plan describes itself. Entries are told apart by their names, over all
/// networks; names stand in events and snapshots too.
public struct NodePlan: Sendable, Equatable {
    /// Devices: opened first, so that no peer is admitted to a switch that leads nowhere.
    public var devices: [DeviceEntry]
    /// Where peers may connect.
    public var listeners: [ListenerEntry]
    /// Peers that the node connects to.
    public var tunnels: [TunnelEntry]
    /// What is set on the switch.
    public var configuration: SwitchConfiguration
    /// What of the policies was read from a file, and is read again when the file changes.
    public var policyFile: PolicyFile?
    /// Further networks, each apart from all others; opened after the one without a name.
    public var networks: [NetworkPlan]

    /// Makes a plan.
    public init(
        devices: [DeviceEntry] = [],
        listeners: [ListenerEntry] = [],
        tunnels: [TunnelEntry] = [],
        configuration: SwitchConfiguration = SwitchConfiguration(),
        policyFile: PolicyFile? = nil,
        networks: [NetworkPlan] = []
    ) {
        (self.devices, self.listeners, self.tunnels) = (devices, listeners, tunnels)
        (self.configuration, self.policyFile, self.networks) = (configuration, policyFile, networks)
    }
}

extension NodePlan {
    /// All networks, first the one without a name.
    var allNetworks: [NetworkPlan] {
        let unnamed = NetworkPlan(
            "", devices: devices, listeners: listeners, tunnels: tunnels, configuration: configuration,
            policyFile: policyFile)
        return [unnamed] + networks
    }

    /// The names of all entries, in the order in which they are opened.
    package var names: [String] { allNetworks.flatMap(\.names) }

    /// What happens when the entry with this name loses its link; `nil` if there is no such entry, or it has no link of its own.
    package func onLoss(of name: String) -> OnLoss? { allNetworks.lazy.compactMap { $0.onLoss(of: name) }.first }

    /// Finds the recipes for all that the plan names, and opens nothing.
    ///
    /// - Returns: what the operator should know, although the plan can be carried out.
    /// - Throws: ``NodePlanError``, ``RegistryError``, ``EndpointURIError``, or what a component finds wrong with its URI.
    public func check(against registry: Registry) throws -> [String] {
        try checkNames()
        let warnings = try allNetworks.flatMap { try $0.check(against: registry) }
        return warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What the process must still be able to do when it gives up its privileges, once all that the plan names is open.
    ///
    /// - Throws: what keeps a component from being made.
    public func needs(in registry: Registry) throws -> Needs {
        try allNetworks.reduce(into: Needs()) { $0 += try $1.needs(in: registry) }
    }

    /// The same plan, whose URIs hide what their components have declared as secret when they are printed.
    func hidingSecrets(in registry: Registry) -> NodePlan {
        let hidden = allNetworks.map { $0.hidingSecrets(in: registry) }
        var plan = self
        (plan.devices, plan.listeners, plan.tunnels) = (hidden[0].devices, hidden[0].listeners, hidden[0].tunnels)
        plan.networks = Array(hidden.dropFirst())
        return plan
    }

    /// Tries whether entries and networks can be told apart.
    private func checkNames() throws(NodePlanError) {
        var entries: Set<String> = []
        for name in names where !entries.insert(name).inserted { throw .nameTaken(name) }
        try checkNetworks()
    }

    /// Tries whether networks can be told apart.
    func checkNetworks() throws(NodePlanError) {
        var seen: Set<String> = [""]
        for network in networks where !seen.insert(network.name).inserted { throw .networkTaken(network.name) }
    }
}

/// Why a plan cannot be carried out.
public enum NodePlanError: Error, Equatable, CustomStringConvertible {
    /// Two entries have this name.
    case nameTaken(String)
    /// The device with this name cannot be opened again: only tunnels are brought back.
    case cannotReopen(String)
    /// Two networks have this name; the empty one belongs to the plan itself.
    case networkTaken(String)
    /// There is no network with this name.
    case networkUnknown(String)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .nameTaken(let name): "the name '\(name)' is taken"
        case .cannotReopen(let name): "the device '\(name)' cannot be opened again when it is lost; tunnels can"
        case .networkTaken(""): "a further network must have a name"
        case .networkTaken(let name): "two networks are called '\(name)'"
        case .networkUnknown(let name): "there is no network '\(name)'"
        }
    }
}
