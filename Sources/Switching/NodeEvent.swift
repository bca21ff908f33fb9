public import Frame

/// Something that happened to the ports of a node, for logs and for those who wait for it.
public enum NodeEvent: Sendable {
    /// A link was plugged in.
    case attached(PortSnapshot)
    /// A link was unplugged or ended by itself; `reason` says why, or is `nil` when it ended in good order.
    case detached(PortSnapshot, reason: (any Error)?)
    /// Somebody wanted in and was not let in.
    ///
    /// Holds no secret.
    case refused(address: String, reason: any Error)
    /// A listener has found out something that the operator should know.
    case noticed(TransportNotice)
}
