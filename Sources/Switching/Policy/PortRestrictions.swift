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
