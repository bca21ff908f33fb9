/// The addresses, outermost VLAN tag and type of an Ethernet II frame.
///
///     octets  0            6            12        14        16        18
///     plain   | destination |   source   |  type   | payload …
///     tagged  | destination |   source   | 0x8100  |   TCI   |  type   | payload …
///
/// A header is a small value copied out of the frame, so that it may outlive the bytes.
public struct EthernetHeader: Hashable, Sendable {
    /// Where the frame goes.
    public var destination: MACAddress
    /// Where the frame comes from.
    public var source: MACAddress
    /// The outermost tag (IEEE 802.1Q or 802.1ad), or `nil` when the frame is untagged.
    public var tag: VLANTag?
    /// The type behind the outermost tag: in a doubly tagged frame, that of the inner tag.
    public var etherType: EtherType

    /// Bytes before the payload of an untagged frame: two addresses and the type.
    public static let length = 14
    /// Bytes that a VLAN tag adds.
    public static let tagLength = 4

    /// Makes a header of its parts.
    public init(destination: MACAddress, source: MACAddress, tag: VLANTag? = nil, etherType: EtherType) {
        self.destination = destination
        self.source = source
        self.tag = tag
        self.etherType = etherType
    }

    /// Reads the header of `frame`, which starts at the destination address and has no FCS.
    ///
    /// - Throws: ``FrameError/truncated(byteCount:)`` if the header does not fit in the frame.
    @inlinable
    public init(parsing frame: RawSpan) throws(FrameError) {
        guard frame.byteCount >= Self.length else { throw .truncated(byteCount: frame.byteCount) }
        // Both addresses in two overlapping loads: octets 0–7 and 4–11, big-endian.
        let head = UInt64(bigEndian: frame.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
        let tail = UInt64(bigEndian: frame.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt64.self))
        destination = MACAddress(rawValue: head >> 16)
        source = MACAddress(rawValue: tail)
        let type = frame.bigEndian16(at: 12)
        guard EtherType(rawValue: type).isTag else {
            (tag, etherType) = (nil, EtherType(rawValue: type))
            return
        }
        guard frame.byteCount >= Self.length + Self.tagLength else { throw .truncated(byteCount: frame.byteCount) }
        tag = VLANTag(rawValue: frame.bigEndian16(at: 14))
        etherType = EtherType(rawValue: frame.bigEndian16(at: 16))
    }

    /// The network that the frame belongs to: its tag's identifier, or 0 without one.
    @inlinable
    public var vlan: UInt16 { tag?.identifier ?? 0 }
}

extension RawSpan {
    /// Reads two bytes in network order.
    ///
    /// The caller has checked that they are there; so does the span.
    @usableFromInline
    func bigEndian16(at offset: Int) -> UInt16 {
        UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
}
