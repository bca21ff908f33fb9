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
    /// Who is at the other end; `nil` where no peer has connected.
    public let peer: Peer?
    /// The name of the entry of a plan that it came from: the device's, the tunnel's, or the listener's that admitted its peer.
    public let entry: String?
    /// What has passed through it, whichever link was plugged in.
    public internal(set) var counters: PortCounters
    /// What its link knows of itself; without a link what the last one knew when it ended.
    public internal(set) var link: LinkSnapshot
    /// Whether it has a link; if not, it is kept for one.
    public internal(set) var isPlugged = true

    /// Describes a port with a link.
    package init(
        id: PortID, name: String, role: PortRole, peer: Peer?, entry: String? = nil, counters: PortCounters,
        link: LinkSnapshot = LinkSnapshot()
    ) {
        (self.id, self.name, self.role, self.peer, self.entry) = (id, name, role, peer, entry)
        (self.counters, self.link) = (counters, link)
    }

    /// Adds what another switch of a stack knows of the same port.
    static func += (sum: inout Self, more: Self) {
        sum.counters += more.counters
        sum.link += more.link
        sum.isPlugged = sum.isPlugged && more.isPlugged
    }
}

/// A port's number on its switch.
///
/// Never given twice, so that a log line means one port for ever.
public struct PortID: Hashable, Comparable, Sendable {
    /// Counts from 1.
    package let number: UInt64

    /// Makes a name of its number.
    package init(_ number: UInt64) { self.number = number }

    /// Whether `left` was attached before `right`.
    public static func < (left: PortID, right: PortID) -> Bool { left.number < right.number }
}

extension PortID: CustomStringConvertible {
    /// The number alone.
    public var description: String { "\(number)" }
}

/// Which side of the switch a port is on.
public enum PortRole: String, Sendable, CaseIterable {
    /// A local source of frames, such as a TAP interface.
    ///
    /// Told whether there is a peer to reach.
    case device
    /// A way to another host.
    case tunnel
    /// A way to the switch of another event loop.
    ///
    /// It comes and goes with the stack, so no event tells of it.
    case trunk
}
