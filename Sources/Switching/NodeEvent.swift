public import Frame

/// Something that happened to the ports of a node, for logs and for programs that wait for it.
public enum NodeEvent: Sendable {
    /// A link was plugged in.
    case attached(PortSnapshot)
    /// A link ended by itself, and its port is kept for another: number, counters and learned addresses.
    case unplugged(PortSnapshot, reason: (any Error)?)
    /// An attempt to bring a tunnel back has failed; the next one follows.
    case retrying(PortSnapshot, in: Duration, reason: any Error)
    /// A link was plugged into a port that was kept, after so long.
    case replugged(PortSnapshot, after: Duration)
    /// A port has gone, because its link was unplugged or ended by itself, or because it was kept in vain.
    ///
    /// `reason` says why, or is `nil` when it ended in good order.
    case detached(PortSnapshot, reason: (any Error)?)
    /// A peer wanted to connect and was refused.
    ///
    /// Holds no secret.
    case refused(address: String, reason: any Error)
    /// Frames came in that the port's policy is against, and were dropped or, where it is only to warn, let through.
    ///
    /// Told once a minute at most for each port and reason; the counters know how many there were.
    case violated(PortSnapshot, DropReason, isDropped: Bool)
    /// A frame came in that no host sends that works, and was dropped.
    ///
    /// Told once for each link and reason; the counters know how many there were.
    case malformed(PortSnapshot, DropReason)
    /// Frames with this source go round in circles: the port is shut for so long, or should be.
    case looped(PortSnapshot, MACAddress, for: Duration, isShut: Bool)
    /// A port that was shut for such frames lets frames through again: told when the first one comes.
    case reopened(PortSnapshot)
    /// A listener has found out something that the operator should know.
    case noticed(TransportNotice)
    /// A policy file was read, and what it says applies.
    case policyRead(file: String)
    /// A policy file cannot be used, and what it said before goes on to apply.
    case policyUnusable(reason: any Error)
    /// Changes of the host's network cannot be watched; they are noticed a little later.
    case networkUnwatched(reason: any Error)
}

extension NodeEvent {
    /// Whether a peer can make this happen again and again, by what it sends or by coming and going; a log of such events has to
    /// limit how many.
    ///
    /// The server of a client is a peer, too.
    public var isCausedByPeer: Bool {
        switch self {
        case .attached(let port), .detached(let port, _): port.peer != nil
        case .unplugged, .retrying, .replugged, .refused, .violated, .malformed, .looped, .reopened: true
        case .noticed, .policyRead, .policyUnusable, .networkUnwatched: false
        }
    }
}
