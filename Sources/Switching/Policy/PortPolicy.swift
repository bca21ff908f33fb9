/// What a peer may do on its port: nothing is forbidden unless it says so.
public struct PortPolicy: Sendable, Equatable {
    /// What becomes of frames that it is against.
    public var mode = PolicyMode.enforce

    /// The most source addresses of the peer, on all its ports and on all switches of a stack; `nil` for any number.
    ///
    /// Ports are one peer's if the same principal is on them, or, without authentication, the same host. An address that was not heard for the switch's ageing time counts no more. One that is in several VLANs counts in each.
    public var addressLimit: Int?

    /// Whether the peer may not use an address that is in use on another port, in whatever VLAN, unless that is its own too.
    ///
    /// What it uses no other may take, nor is it forgotten for want of room. So it has a sixteenth of what others under such a
    /// policy leave of the table at most, and a frame from a source beyond that is dropped.
    public var isBound = false

    /// The protocols that the peer may speak; `nil` for all.
    public var etherTypes: EtherTypeSet?

    /// The VLANs whose tags the peer may send; `nil` for all.
    ///
    /// The outermost tag counts, whichever kind it is of, and a priority tag as one of VLAN 0. Frames without a tag always may.
    public var tags: VLANSet?

    /// Whether the peer and other isolated ones are kept apart: they reach devices, and peers that are not isolated.
    ///
    /// Such a port gets no frame for an unknown address: it would be for another.
    public var isIsolated = false

    /// The most frames that are flooded: broadcast, multicast, and unicast to an unknown address; `nil` for any number.
    public var floodRate: RateLimit?

    /// The most bytes that the peer may send, as they are on a cable; `nil` for any number.
    public var rate: RateLimit?

    /// The most frames that the peer may send; `nil` for any number.
    ///
    /// A short frame makes as much work as a long one: this is what bounds the processor time that a peer can take.
    public var frameRate: RateLimit?

    /// How long the port is shut when frames seem to go round in circles; `nil` to let them.
    public var loopGuard: Duration?

    /// Forbids nothing.
    public init() {}

    /// Whether it is never against anything.
    var isVoid: Bool {
        guard mode != .off else { return true }
        var permissive = PortPolicy()
        permissive.mode = mode
        return self == permissive
    }
}

/// What becomes of frames that a policy is against.
public enum PolicyMode: String, Sendable, CaseIterable {
    /// Nothing is checked.
    case off
    /// They go through, and are counted.
    case warn
    /// They are dropped, and counted.
    case enforce
}

/// What other ports, and other switches of a stack, must know of a port's policy.
struct PortRestrictions: OptionSet, BitwiseCopyable {
    let rawValue: UInt8

    /// It is kept apart from others of its kind.
    static let isolated = PortRestrictions(rawValue: 1 << 0)
    /// It may not use an address that is in use on another port.
    static let bound = PortRestrictions(rawValue: 1 << 1)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Those of a policy that is enforced.
    init(_ policy: PortPolicy) {
        self = []
        guard policy.mode == .enforce else { return }
        if policy.isIsolated { insert(.isolated) }
        if policy.isBound { insert(.bound) }
    }
}
