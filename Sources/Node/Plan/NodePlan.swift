public import Frame
public import Switching

/// What a node is made of, before anything is opened.
///
/// Entries are told apart by their names, which stand in events and snapshots too.
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

    /// Makes a plan.
    public init(
        devices: [DeviceEntry] = [],
        listeners: [ListenerEntry] = [],
        tunnels: [TunnelEntry] = [],
        configuration: SwitchConfiguration = SwitchConfiguration(),
        policyFile: PolicyFile? = nil
    ) {
        (self.devices, self.listeners, self.tunnels) = (devices, listeners, tunnels)
        (self.configuration, self.policyFile) = (configuration, policyFile)
    }
}

extension NodePlan {
    /// The names of all entries, in the order in which they are opened.
    public var names: [String] { devices.map(\.name) + listeners.map(\.name) + tunnels.map(\.name) }

    /// What happens when the entry with this name loses its link; `nil` if there is no such entry, or it has no link of its own.
    public func onLoss(of name: String) -> OnLoss? {
        devices.first { $0.name == name }?.onLoss ?? tunnels.first { $0.name == name }?.onLoss
    }

    /// Finds the recipes for all that the plan names, and opens nothing.
    ///
    /// - Returns: what the operator should know, although the plan can be carried out.
    /// - Throws: ``NodePlanError``, ``RegistryError``, ``EndpointURIError``, or what a component finds wrong with its URI.
    public func check(against registry: Registry) throws -> [String] {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted { throw NodePlanError.nameTaken(name) }
        var warnings: [String] = []
        for device in devices {
            try device.check()
            warnings += try registry.device(device.uri).warnings
        }
        for listener in listeners {
            warnings += try registry.transport(listener.uri).warnings
            warnings += try listener.authenticator.map { try registry.authenticator($0).warnings } ?? []
        }
        for uri in tunnels.flatMap(\.uris) { warnings += try registry.transport(uri).warnings }
        return warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What the process must still be able to do when it gives up its privileges, once all that the plan names is open.
    ///
    /// - Throws: what keeps a component from being made.
    public func needs(in registry: Registry) throws -> Needs {
        var needs = Needs(files: policyFile.map { [$0.path] } ?? [])
        for device in devices { needs += try registry.needs(of: device.uri, as: .device) }
        for uri in tunnels.flatMap(\.uris) { needs += try registry.needs(of: uri, as: .transport, for: .connecting) }
        for listener in listeners {
            needs += try registry.needs(of: listener.uri, as: .transport, for: .listening)
            if let uri = listener.authenticator { needs += try registry.needs(of: uri, as: .authenticator) }
        }
        return needs
    }

    /// The same plan, whose URIs hide what their components have declared as secret when they are printed.
    func hidingSecrets(in registry: Registry) -> NodePlan {
        var plan = self
        for (index, entry) in devices.enumerated() {
            plan.devices[index].uri = registry.hidingSecrets(of: entry.uri, as: .device)
        }
        for (index, entry) in listeners.enumerated() {
            plan.listeners[index].uri = registry.hidingSecrets(of: entry.uri, as: .transport)
            plan.listeners[index].authenticator = entry.authenticator.map {
                registry.hidingSecrets(of: $0, as: .authenticator)
            }
        }
        for (index, entry) in tunnels.enumerated() {
            plan.tunnels[index].uris = entry.uris.map { registry.hidingSecrets(of: $0, as: .transport) }
        }
        return plan
    }

    mutating func remove(_ name: String) {
        devices.removeAll { $0.name == name }
        listeners.removeAll { $0.name == name }
        tunnels.removeAll { $0.name == name }
    }
}

/// Why a plan cannot be carried out.
public enum NodePlanError: Error, Equatable, CustomStringConvertible {
    /// Two entries have this name.
    case nameTaken(String)
    /// The device with this name cannot be opened again: only tunnels are brought back.
    case cannotReopen(String)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .nameTaken(let name): "the name '\(name)' is taken"
        case .cannotReopen(let name): "the device '\(name)' cannot be opened again when it is lost; tunnels can"
        }
    }
}
