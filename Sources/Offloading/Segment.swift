internal import Frame

/// A TCP or UDP segment as it stands on the wire, and what its neighbours must have in common with it to be joined to it.
struct Segment {
    let layout: PacketLayout
    let frame: UnsafeRawBufferPointer

    var payloadLength: Int { layout.end - layout.payload }

    /// - Returns: `nil` if the frame is not a whole TCP or UDP packet.
    init?(_ frame: UnsafeRawBufferPointer) {
        guard let layout = PacketLayout(parsing: frame) else { return nil }
        self.layout = layout
        self.frame = frame
    }

    /// Whether it may be joined: not without payload, padded, with flags that mean something for this segment only, without a
    /// checksum, or with one that segmentation would write otherwise.
    var isJoinable: Bool {
        guard layout.end == frame.count, layout.payload < layout.end else { return false }
        // Zero has two forms in one's complement arithmetic. What is cut again has 0 in IPv4 and TCP, and 0xffff in UDP, where 0
        // means that there is no checksum (RFC 768).
        guard layout.isIPv6 || frame.bigEndian16(at: layout.network + 10) != 0xffff else { return false }
        let checksum = frame.bigEndian16(at: layout.checksum)
        guard !layout.isUDP else { return checksum != 0 }
        guard checksum != 0xffff else { return false }
        // ACK alone, or with PSH. All others, and the reserved bits, end a run (as in Linux's tcp_gro_receive).
        let flags = frame[layout.transport + 13]
        return flags & ~TCPFlags.psh == TCPFlags.ack && frame[layout.transport + 12] & 0x0f == 0
    }

    /// Whether the checksums are right, given the payload's sum.
    ///
    /// The IPv4 header's too: joining makes a new one, which would hide that the old one was wrong.
    func isIntact(payloadSum: UInt64) -> Bool {
        let network = UnsafeRawBufferPointer(rebasing: frame[layout.network..<layout.transport])
        guard layout.isIPv6 || InternetChecksum.fold(InternetChecksum.sum(network)) == 0xffff else { return false }
        let header = UnsafeRawBufferPointer(rebasing: frame[layout.transport..<layout.payload])
        let sum =
            layout.addressSum(of: frame) &+ InternetChecksum.term(layout.end - layout.transport)
            &+ InternetChecksum.sum(header) &+ payloadSum
        return InternetChecksum.fold(sum) == 0xffff
    }

    /// Whether the sender said that the data should be delivered: nothing is joined behind it.
    var isPushed: Bool { !layout.isUDP && frame[layout.transport + 13] & TCPFlags.psh != 0 }

    var sequence: UInt32 { frame.bigEndian32(at: layout.transport + 4) }

    /// Of IPv4.
    var identification: UInt16 { frame.bigEndian16(at: layout.network + 4) }

    /// A number that is the same for all segments of a flow, and seldom for those of two.
    var flowKey: UInt64 {
        let ports = frame.loadUnaligned(fromByteOffset: layout.transport, as: UInt32.self)
        let source = frame.loadUnaligned(fromByteOffset: layout.transport - 8, as: UInt64.self)
        let key = source ^ unsafeBitCast(SIMD2(repeating: ports), to: UInt64.self)
        return layout.isUDP ? ~key : key
    }

    /// Whether all that names a flow is the same, for one with the same ``flowKey``: Ethernet header, addresses, ports.
    ///
    /// The protocol is the same if these are, and the key.
    func isSameFlow(as header: UnsafeRawBufferPointer) -> Bool {
        let addresses = layout.network + (layout.isIPv6 ? 8 : 12)
        return same(0..<EthernetHeader.length, header) && same(addresses..<layout.transport + 4, header)
    }

    /// Whether everything else in the headers is the same that is the same in all segments of a run.
    func continues(_ header: UnsafeRawBufferPointer) -> Bool {
        let network = layout.network
        let isNetworkSame =
            layout.isIPv6
            // Version, traffic class and flow label; hop limit.
            ? same(network..<network + 4, header) && frame[network + 7] == header[network + 7]
            // Version and type of service; fragment bits and time to live.
            : same(network..<network + 2, header) && same(network + 6..<network + 9, header)
        guard isNetworkSame, !layout.isUDP else { return isNetworkSame }
        let transport = layout.transport
        // Acknowledgement and data offset; window; urgent pointer and options.
        return same(transport + 8..<transport + 13, header) && same(transport + 14..<transport + 16, header)
            && same(transport + 18..<layout.payload, header)
    }

    @inline(__always)
    private func same(_ range: Range<Int>, _ header: UnsafeRawBufferPointer) -> Bool {
        var offset = range.lowerBound
        while offset &+ 8 <= range.upperBound {
            guard isSame(UInt64.self, at: offset, header) else { return false }
            offset &+= 8
        }
        if offset &+ 4 <= range.upperBound {
            guard isSame(UInt32.self, at: offset, header) else { return false }
            offset &+= 4
        }
        while offset < range.upperBound {
            guard frame[offset] == header[offset] else { return false }
            offset &+= 1
        }
        return true
    }

    @inline(__always)
    private func isSame<Word: FixedWidthInteger & BitwiseCopyable>(
        _ type: Word.Type,
        at offset: Int,
        _ header: UnsafeRawBufferPointer
    ) -> Bool {
        frame.loadUnaligned(fromByteOffset: offset, as: type)
            == header.loadUnaligned(fromByteOffset: offset, as: type)
    }
}
