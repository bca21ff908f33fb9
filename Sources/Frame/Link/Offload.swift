/// What still has to be done to a frame before it may go on a wire: the fields of Linux's `virtio_net_hdr`.
///
/// Inside a node, a frame may be a *super-frame*, a burst of one TCP or UDP flow that nobody has segmented yet, and its transport
/// checksum may be partial. Neither travels between hosts: the link at the edge completes both.
///
/// Source: `linux/virtio_net.h`; Virtual I/O Device 1.2 §5.1.6.
public struct Offload: Hashable, Sendable, BitwiseCopyable {
    /// Which protocol a super-frame is to be segmented as (`gso_type`).
    public enum Segmentation: UInt8, Hashable, Sendable, BitwiseCopyable {
        /// An ordinary frame: nothing to segment.
        case none = 0
        /// TCP over IPv4.
        case tcp4 = 1
        /// TCP over IPv6.
        case tcp6 = 4
        /// UDP over either, one datagram per segment (`VIRTIO_NET_HDR_GSO_UDP_L4`).
        case udp = 5
    }

    /// What to segment, if anything.
    public var segmentation: Segmentation
    /// Whether the TCP segments carry the CWR flag on the first one only (`VIRTIO_NET_HDR_GSO_ECN`).
    public var hasECN: Bool
    /// Whether the checksum field holds only the pseudo-header's sum (`VIRTIO_NET_HDR_F_NEEDS_CSUM`).
    public var needsChecksum: Bool
    /// Whether somebody has verified the checksum already (`VIRTIO_NET_HDR_F_DATA_VALID`).
    public var isChecksumValid: Bool
    /// Bytes before the payload, from the destination address to the end of the transport header.
    public var headerLength: UInt16
    /// Payload bytes in each segment but the last (`gso_size`).
    public var segmentSize: UInt16
    /// Where the checksum begins, in bytes from the start of the frame.
    public var checksumStart: UInt16
    /// Where the checksum is stored, in bytes from ``checksumStart``.
    public var checksumOffset: UInt16

    /// Whether the first segment is to be left out, because a queue that the super-frame has waited in stands.
    ///
    /// The loss tells its sender to send less.
    public var losesSegment: Bool

    /// Nothing left to do: an ordinary frame as it stands on the wire.
    public static let none = Offload()

    /// Makes a description of its parts.
    public init(
        segmentation: Segmentation = .none,
        hasECN: Bool = false,
        needsChecksum: Bool = false,
        isChecksumValid: Bool = false,
        headerLength: UInt16 = 0,
        segmentSize: UInt16 = 0,
        checksumStart: UInt16 = 0,
        checksumOffset: UInt16 = 0,
        losesSegment: Bool = false
    ) {
        self.segmentation = segmentation
        self.hasECN = hasECN
        self.needsChecksum = needsChecksum
        self.isChecksumValid = isChecksumValid
        self.headerLength = headerLength
        self.segmentSize = segmentSize
        self.checksumStart = checksumStart
        self.checksumOffset = checksumOffset
        self.losesSegment = losesSegment
    }

    /// What a link must be able to do to take a frame like this.
    @inlinable
    public var required: LinkCapabilities {
        var required: LinkCapabilities = needsChecksum ? .partialChecksum : []
        switch segmentation {
        case .none: break
        case .tcp4: required.insert(.segmentsTCP4)
        case .tcp6: required.insert(.segmentsTCP6)
        case .udp: required.insert(.segmentsUDP)
        }
        return required
    }
}
