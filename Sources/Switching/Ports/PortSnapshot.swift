public import Frame

/// A port as it was at one moment.
public struct PortSnapshot: Sendable, Equatable {
    /// Its number, never reused.
    public let id: PortID
    /// The name of its link, such as `tap:ethws0`.
    ///
    /// Holds no secret.
    public let name: String
    /// Which side of the switch it is on.
    public let role: PortRole
    /// Who is at the other end; `nil` where nobody connected to us.
    public let peer: Peer?
    /// The name of the entry of a plan that it came from: the device's, the tunnel's, or the listener's that admitted its peer.
    public let entry: String?
    /// What has passed through it, whichever link was plugged in.
    public internal(set) var counters: PortCounters
    /// How what passes through its link is encrypted; `nil` if it is not.
    public let security: String?
    /// Whether it has a link; if not, it is kept for one.
    public internal(set) var isPlugged = true

    /// Describes a port with a link.
    package init(
        id: PortID, name: String, role: PortRole, peer: Peer?, entry: String? = nil, counters: PortCounters,
        security: String? = nil
    ) {
        (self.id, self.name, self.role, self.peer, self.entry) = (id, name, role, peer, entry)
        (self.counters, self.security) = (counters, security)
    }
}
