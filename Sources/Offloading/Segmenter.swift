package import Frame

/// Cuts a super-frame into the frames that go on a wire (generic segmentation offload).
///
/// The payload is not touched: each frame is a header that ``writeHeader(of:payloadSum:to:)`` makes, followed by a range of the
/// super-frame. Whoever copies the payload adds it up on the way, so that each byte is read once:
///
///     segmenter.prepareHeader(header)
///     for index in segmenter.indices {
///         let payload = segmenter.payload(of: index)
///         let sum = InternetChecksum.copy(superFrame[payload], to: …, mask: …)
///         segmenter.writeHeader(of: index, payloadSum: sum, to: header)
///     }
///
/// What each segment's header says is what Linux would say (`tcp_gso_segment`, `__udp_gso_segment`, `inet_gso_segment`).
package struct Segmenter {
    /// How many frames it stands for.
    package let count: Int
    /// Those that are to be made: without the first if the super-frame is to lose a segment.
    package let indices: Range<Int>
    /// Bytes in each frame's header, from the destination address to the end of the transport header.
    package let headerLength: Int
    private let layout: PacketLayout
    private let segmentSize: Int
    private let superFrame: UnsafeRawBufferPointer
    /// The sum of the IPv4 header without what differs from segment to segment, and without its checksum.
    private let networkSum: UInt64
    /// The sum of the pseudo-header and the transport header without what differs from segment to segment, and without its checksum.
    private let transportSum: UInt64

    /// The longest header there may be: Ethernet with two tags, IPv6 with extension headers, TCP with all options.
    package static let maximumHeaderLength = 256

    /// Looks at a super-frame, which must stay where it is while this is in use.
    ///
    /// - Returns: `nil` if `offload` asks for no segmentation, or does not fit the frame.
    package init?(_ superFrame: UnsafeRawBufferPointer, _ offload: Offload) {
        guard let layout = PacketLayout(of: superFrame, offload), offload.segmentSize > 0 else { return nil }
        guard layout.payload <= Self.maximumHeaderLength else { return nil }
        self.layout = layout
        self.superFrame = superFrame
        headerLength = layout.payload
        segmentSize = Int(offload.segmentSize)
        count = max(1, (superFrame.count - layout.payload + segmentSize - 1) / segmentSize)
        indices = (offload.losesSegment ? 1 : 0)..<count
        networkSum = layout.isIPv6 ? 0 : Self.networkSum(superFrame, layout)
        transportSum = layout.addressSum(of: superFrame) &+ Self.transportSum(superFrame, layout)
    }

    /// Bytes in the longest of the frames.
    package var longestFrame: Int { headerLength + min(segmentSize, superFrame.count - headerLength) }

    /// Where the payload of a frame stands in the super-frame.
    @inline(__always)
    package func payload(of index: Int) -> Range<Int> {
        let start = headerLength + index * segmentSize
        return start..<min(start + segmentSize, superFrame.count)
    }

    /// Writes what the headers of all frames have in common; ``writeHeader(of:payloadSum:to:)`` completes it.
    ///
    /// - Parameter header: room for ``headerLength`` bytes.
    package func prepareHeader(_ header: UnsafeMutableRawBufferPointer) {
        header.copyMemory(from: UnsafeRawBufferPointer(rebasing: superFrame[..<headerLength]))
    }

    /// Writes what is a frame's own to a header.
    ///
    /// - Parameters:
    ///   - payloadSum: the payload's sum, as ``InternetChecksum`` gives it.
    ///   - header: was prepared by ``prepareHeader(_:)``; it may have been another frame's since.
    package func writeHeader(of index: Int, payloadSum: UInt64, to header: UnsafeMutableRawBufferPointer) {
        precondition(header.count >= headerLength, "no room for a frame's header")
        let payloadLength = payload(of: index).count
        writeNetworkHeader(of: index, payloadLength, header)
        let transportLength = headerLength - layout.transport + payloadLength
        let sum =
            layout.isUDP
            ? writeUDPHeader(transportLength, header) : writeTCPHeader(of: index, header)
        let checksum = ~InternetChecksum.fold(
            transportSum &+ sum &+ InternetChecksum.term(transportLength) &+ payloadSum)
        // "An all zero transmitted checksum value means that the transmitter generated no checksum" (RFC 768).
        header.storeBytes(
            of: layout.isUDP && checksum == 0 ? 0xffff : checksum, toByteOffset: layout.checksum, as: UInt16.self)
    }

    /// Lengths, and for IPv4 the identification, which counts up (RFC 6864 §4), and the header's checksum.
    @inline(__always)
    private func writeNetworkHeader(of index: Int, _ payloadLength: Int, _ header: UnsafeMutableRawBufferPointer) {
        let network = layout.network
        let length = headerLength - network + payloadLength
        guard !layout.isIPv6 else { return header.setBigEndian16(length - 40, at: network + 4) }
        let identification = Int(superFrame.bigEndian16(at: network + 4)) &+ index
        header.setBigEndian16(length, at: network + 2)
        header.setBigEndian16(identification, at: network + 4)
        let sum = networkSum &+ InternetChecksum.term(length) &+ InternetChecksum.term(identification)
        header.storeBytes(of: ~InternetChecksum.fold(sum), toByteOffset: network + 10, as: UInt16.self)
    }

    /// The sequence number counts up; FIN and PSH belong to the last segment, CWR to the first (RFC 3168 §6.1.2).
    ///
    /// - Returns: the sum of what was written.
    @inline(__always)
    private func writeTCPHeader(of index: Int, _ header: UnsafeMutableRawBufferPointer) -> UInt64 {
        let transport = layout.transport
        let sequence = superFrame.bigEndian32(at: transport + 4) &+ UInt32(truncatingIfNeeded: index * segmentSize)
        var flags = superFrame[transport + 13]
        if index < count - 1 { flags &= ~(TCPFlags.fin | TCPFlags.psh) }
        if index > 0 { flags &= ~TCPFlags.cwr }
        header.setBigEndian32(sequence, at: transport + 4)
        header[transport + 13] = flags
        return UInt64(sequence.bigEndian)
            &+ UInt64(header.loadUnaligned(fromByteOffset: transport + 12, as: UInt16.self))
    }

    /// - Returns: the sum of what was written.
    @inline(__always)
    private func writeUDPHeader(_ length: Int, _ header: UnsafeMutableRawBufferPointer) -> UInt64 {
        header.setBigEndian16(length, at: layout.transport + 4)
        return InternetChecksum.term(length)
    }

    private static func networkSum(_ frame: UnsafeRawBufferPointer, _ layout: PacketLayout) -> UInt64 {
        let network = layout.network
        let sum = InternetChecksum.sum(UnsafeRawBufferPointer(rebasing: frame[network..<layout.transport]))
        // Total length, identification, checksum.
        return sum &+ opposite(frame, network + 2) &+ opposite(frame, network + 4) &+ opposite(frame, network + 10)
    }

    private static func transportSum(_ frame: UnsafeRawBufferPointer, _ layout: PacketLayout) -> UInt64 {
        let transport = layout.transport
        let sum = InternetChecksum.sum(UnsafeRawBufferPointer(rebasing: frame[transport..<layout.payload]))
        // Length, checksum.
        guard !layout.isUDP else { return sum &+ opposite(frame, transport + 4) &+ opposite(frame, transport + 6) }
        // Both halves of the sequence number, flags, checksum.
        return sum &+ opposite(frame, transport + 4) &+ opposite(frame, transport + 6)
            &+ opposite(frame, transport + 12) &+ opposite(frame, transport + 16)
    }

    /// What takes a word of 16 bits out of a sum that it is part of (RFC 1624 §3).
    private static func opposite(_ frame: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(~frame.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
}

/// Flags in the fourteenth byte of a TCP header (RFC 9293 §3.1).
enum TCPFlags {
    static let fin: UInt8 = 0x01
    static let psh: UInt8 = 0x08
    static let ack: UInt8 = 0x10
    static let cwr: UInt8 = 0x80
}
