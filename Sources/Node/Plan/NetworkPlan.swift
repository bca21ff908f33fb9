import Frame
public import Switching

/// One Ethernet of a node, before anything is opened: a switch, and what is plugged into it.
///
/// No frame passes from one network of a node to another.
public struct NetworkPlan: Sendable, Equatable {
    /// Tells it from the other networks of the node; empty for the one that a ``NodePlan`` describes itself.
    public var name: String
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
        _ name: String,
        devices: [DeviceEntry] = [],
        listeners: [ListenerEntry] = [],
        tunnels: [TunnelEntry] = [],
        configuration: SwitchConfiguration = SwitchConfiguration(),
        policyFile: PolicyFile? = nil
    ) {
        (self.name, self.devices, self.listeners, self.tunnels) = (name, devices, listeners, tunnels)
        (self.configuration, self.policyFile) = (configuration, policyFile)
    }
}

extension NetworkPlan {
    /// The names of its entries, in the order in which they are opened.
    var names: [String] { devices.map(\.name) + listeners.map(\.name) + tunnels.map(\.name) }

    /// What happens when the entry with this name loses its link; `nil` if there is no such entry, or it has no link of its own.
    func onLoss(of name: String) -> OnLoss? {
        devices.first { $0.name == name }?.onLoss ?? tunnels.first { $0.name == name }?.onLoss
    }

    /// Finds the recipes for its entries.
    ///
    /// - Returns: what the operator should know.
    func check(against registry: Registry) throws -> [String] {
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
        return warnings
    }

    /// What its components must still be able to do, once they are open.
    func needs(in registry: Registry) throws -> Needs {
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
    func hidingSecrets(in registry: Registry) -> NetworkPlan {
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
