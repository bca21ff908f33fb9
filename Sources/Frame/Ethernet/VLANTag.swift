/// The tag control information of a VLAN tag (IEEE 802.1Q-2018 §9.6).
///
///      15  14  13  12  11                                       0
///     +-----------+---+-------------------------------------------+
///     |    PCP    |DEI|              VLAN identifier              |
///     +-----------+---+-------------------------------------------+
public struct VLANTag: Hashable, Sendable {
    /// The sixteen bits as they stand on the wire, in host byte order.
    public let rawValue: UInt16

    /// Makes a tag of its sixteen bits.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Makes a tag of its parts: `identifier` has 12 bits, `priority` 3; further bits are ignored.
    public init(identifier: UInt16, priority: UInt8 = 0, isDropEligible: Bool = false) {
        rawValue = UInt16(priority & 7) << 13 | (isDropEligible ? 0x1000 : 0) | identifier & 0x0fff
    }

    /// The network the frame belongs to; 0 means that the tag carries a priority alone.
    @inlinable
    public var identifier: UInt16 { rawValue & 0x0fff }

    /// The priority code point, 0 to 7.
    @inlinable
    public var priority: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 13) }

    /// Whether the frame may be dropped first under congestion.
    @inlinable
    public var isDropEligible: Bool { rawValue & 0x1000 != 0 }
}
