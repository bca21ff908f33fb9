public import Frame

/// The policies of a switch: one for each principal that has one of its own, and one for all others.
///
/// Policies are for peers that a listener has admitted. Devices, and the tunnel that a client has opened, may do anything.
public struct PortPolicies: Sendable, Equatable {
    /// What applies to all others.
    public var standard: PortPolicy
    /// What applies to these.
    public var ofPrincipals: [Principal: PortPolicy]

    /// Makes policies of their parts; by default nothing is forbidden.
    public init(standard: PortPolicy = PortPolicy(), ofPrincipals: [Principal: PortPolicy] = [:]) {
        (self.standard, self.ofPrincipals) = (standard, ofPrincipals)
    }

    /// Whether any of them keeps a peer from using an address that is in use elsewhere.
    var bindsAnybody: Bool { standard.isBound || ofPrincipals.values.contains(where: \.isBound) }

    /// What applies to `peer`.
    package func policy(for peer: Peer) -> PortPolicy {
        peer.principal.flatMap { ofPrincipals[$0] } ?? standard
    }
}
