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
    /// Frames came in that the port's policy is against, and were dropped or, where it is only to warn, let through.
    ///
    /// Told once a minute at most for each port and reason; the counters know how many there were.
    case violated(PortSnapshot, DropReason, isDropped: Bool)
    /// Frames with this source go round in circles: the port is shut for so long, or should be.
    case looped(PortSnapshot, MACAddress, for: Duration, isShut: Bool)
}
