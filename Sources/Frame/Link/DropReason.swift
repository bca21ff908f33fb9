/// Why a frame went no further.
///
/// On the frame path nothing throws: it counts.
public enum DropReason: Int, CaseIterable, Hashable, Sendable {
    /// Shorter than an Ethernet header.
    case runt
    /// Longer than ``FrameSize/maximum``, or without a VLAN tag longer than ``FrameSize/maximumUntagged``.
    case oversized
    /// A WebSocket message that is not binary, which carries no frame.
    case notBinary
    /// The egress queue was full, or the link could not carry the frame.
    case queueFull
    /// A segment of a flow whose frames wait too long in the egress queue: the sender is to slow down (RFC 8289).
    case congested
    /// The destination is on the port that the frame came from.
    case reflected
    /// The source address is a group address (IEEE 802.1D-2004 §7.8).
    case multicastSource
    /// The source address is 00:00:00:00:00:00, which no station has.
    case nullSource
    /// An IEEE 802.1D reserved address, which a bridge does not forward (§7.12.6).
    case reservedAddress
    /// The offload metadata of a super-frame does not fit it.
    case unsupportedOffload
    /// The destination is on a port whose link has ended, and which is kept for another.
    case unplugged
    /// The source address is one more than the port may have.
    case tooManyAddresses
    /// The source address is in use on another port.
    case spoofedSource
    /// The source address is unknown, and there is no room for it in the forwarding table.
    case tableFull
    /// The port may not carry frames of this type.
    case filteredType
    /// The port may not send frames with such a VLAN tag.
    case filteredTag
    /// The destination is on a port that is kept apart from the one that the frame came from.
    case isolated
    /// More frames for everybody came in than the port may send.
    case floodRateExceeded
    /// More came in than the port may send.
    case rateExceeded
    /// The port is shut, because frames went round in circles.
    case shut

    /// Whether the frame itself is wrong, whatever port it came from: a host that works sends none such.
    package var isMalformed: Bool {
        switch self {
        case .runt, .oversized, .notBinary, .multicastSource, .nullSource: true
        case .queueFull, .congested, .reflected, .reservedAddress, .unsupportedOffload, .unplugged, .tooManyAddresses,
            .spoofedSource, .tableFull, .filteredType, .filteredTag, .isolated, .floodRateExceeded, .rateExceeded,
            .shut:
            false
        }
    }
}
