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
    /// What has passed through it, whichever link was plugged in.
    public let counters: PortCounters
    /// How what passes through its link is encrypted; `nil` if it is not.
    public var security: String? = nil
    /// Whether it has a link; if not, it is kept for one.
    public internal(set) var isPlugged = true
}
