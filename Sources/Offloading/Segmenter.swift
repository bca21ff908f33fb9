public import Frame

/// Cuts a super-frame into the frames that go on a wire (generic segmentation offload).
///
/// The payload is not touched: each frame is a header that ``writeHeader(of:payloadSum:to:)`` makes, followed by a range of the
/// super-frame. Whoever copies the payload adds it up on the way, so that each byte is read once:
///
///     for index in 0..<segmenter.count {
///         let payload = segmenter.payload(of: index)
///         let sum = InternetChecksum.copy(superFrame[payload], to: …, mask: …)
///         segmenter.writeHeader(of: index, payloadSum: sum, to: header)
///     }
///
/// What each segment's header says is what Linux would say (`tcp_gso_segment`, `__udp_gso_segment`, `inet_gso_segment`).
public struct Segmenter {
    /// How many frames there will be.
    public let count: Int
    /// Bytes in each frame's header, from the destination address to the end of the transport header.
    public let headerLength: Int
    private let layout: PacketLayout
    private let segmentSize: Int
    private let superFrame: UnsafeRawBufferPointer
    private let addressSum: UInt64

    /// The longest header there may be: Ethernet with two tags, IPv6 with extension headers, TCP with all options.
    public static let maximumHeaderLength = 256

    /// Looks at a super-frame, which must stay where it is while this is in use.
    ///
    /// - Returns: `nil` if `offload` asks for no segmentation, or does not fit the frame.
    public init?(_ superFrame: UnsafeRawBufferPointer, _ offload: Offload) {
        guard let layout = PacketLayout(of: superFrame, offload), offload.segmentSize > 0 else { return nil }
        guard layout.payload <= Self.maximumHeaderLength else { return nil }
        self.layout = layout
        self.superFrame = superFrame
        headerLength = layout.payload
        segmentSize = Int(offload.segmentSize)
        count = max(1, (superFrame.count - layout.payload + segmentSize - 1) / segmentSize)
        addressSum = layout.addressSum(of: superFrame)
    }

    /// Bytes in the longest of the frames.
    public var longestFrame: Int { headerLength + min(segmentSize, superFrame.count - headerLength) }

    /// Where the payload of a frame stands in the super-frame.
    @inline(__always)
    public func payload(of index: Int) -> Range<Int> {
        let start = headerLength + index * segmentSize
        return start..<min(start + segmentSize, superFrame.count)
    }

    /// Writes a frame's header.
    ///
    /// - Parameters:
    ///   - payloadSum: the payload's sum, as ``InternetChecksum`` gives it.
    ///   - header: room for ``headerLength`` bytes.
    public func writeHeader(of index: Int, payloadSum: UInt64, to header: UnsafeMutableRawBufferPointer) {
        precondition(header.count >= headerLength, "no room for a frame's header")
        header.copyMemory(from: UnsafeRawBufferPointer(rebasing: superFrame[..<headerLength]))
        let payloadLength = payload(of: index).count
        writeNetworkHeader(of: index, payloadLength, header)
        if layout.isUDP {
            writeUDPHeader(payloadLength, header)
        } else {
            writeTCPHeader(of: index, header)
        }
        writeChecksum(payloadLength, payloadSum, header)
    }

    /// Lengths, and for IPv4 the identification, which counts up (RFC 6864 §4), and the header's checksum.
    private func writeNetworkHeader(of index: Int, _ payloadLength: Int, _ header: UnsafeMutableRawBufferPointer) {
        let network = layout.network
        guard !layout.isIPv6 else {
            return header.setBigEndian16(headerLength - network - 40 + payloadLength, at: network + 4)
        }
        header.setBigEndian16(headerLength - network + payloadLength, at: network + 2)
        header.setBigEndian16(Int(superFrame.bigEndian16(at: network + 4)) + index, at: network + 4)
        header.setBigEndian16(0, at: network + 10)
        let sum = InternetChecksum.sum(UnsafeRawBufferPointer(rebasing: header[network..<layout.transport]))
        header.storeBytes(of: ~InternetChecksum.fold(sum), toByteOffset: network + 10, as: UInt16.self)
    }

    /// The sequence number counts up; FIN and PSH belong to the last segment, CWR to the first (RFC 3168 §6.1.2).
    private func writeTCPHeader(of index: Int, _ header: UnsafeMutableRawBufferPointer) {
        let transport = layout.transport
        let sequence = superFrame.bigEndian32(at: transport + 4)
        header.setBigEndian32(sequence &+ UInt32(truncatingIfNeeded: index * segmentSize), at: transport + 4)
        if index < count - 1 { header[transport + 13] &= ~(TCPFlags.fin | TCPFlags.psh) }
        if index > 0 { header[transport + 13] &= ~TCPFlags.cwr }
    }

    private func writeUDPHeader(_ payloadLength: Int, _ header: UnsafeMutableRawBufferPointer) {
        header.setBigEndian16(8 + payloadLength, at: layout.transport + 4)
    }

    private func writeChecksum(_ payloadLength: Int, _ payloadSum: UInt64, _ header: UnsafeMutableRawBufferPointer) {
        header.setBigEndian16(0, at: layout.checksum)
        let transport = UnsafeRawBufferPointer(rebasing: header[layout.transport..<headerLength])
        let sum =
            addressSum &+ InternetChecksum.term(transport.count + payloadLength)
            &+ InternetChecksum.sum(transport) &+ payloadSum
        let checksum = ~InternetChecksum.fold(sum)
        // "An all zero transmitted checksum value means that the transmitter generated no checksum" (RFC 768).
        header.storeBytes(
            of: layout.isUDP && checksum == 0 ? 0xffff : checksum, toByteOffset: layout.checksum, as: UInt16.self)
    }
}

/// Flags in the fourteenth byte of a TCP header (RFC 9293 §3.1).
enum TCPFlags {
    static let fin: UInt8 = 0x01
    static let psh: UInt8 = 0x08
    static let ack: UInt8 = 0x10
    static let cwr: UInt8 = 0x80
}
