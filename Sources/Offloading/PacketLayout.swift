internal import Frame

/// Where the headers of a TCP or UDP packet over IPv4 or IPv6 stand in an Ethernet frame, in bytes from its start.
struct PacketLayout: Equatable {
    /// The IP header.
    var network: Int
    /// The TCP or UDP header.
    var transport: Int
    /// The payload, and the end of the headers.
    var payload: Int
    /// The end of the IP packet; behind it there may be padding.
    var end: Int
    var isIPv6: Bool
    var isUDP: Bool

    /// The protocol numbers of RFC 9293 and RFC 768.
    static let tcp: UInt8 = 6
    static let udp: UInt8 = 17

    /// Finds the headers of a frame that stands on the wire; `nil` if it is not a whole TCP or UDP packet, has IPv4 options, IPv6
    /// extension headers or a VLAN tag, or any length in it is wrong.
    init?(parsing frame: UnsafeRawBufferPointer) {
        guard frame.count >= EthernetHeader.length + 20 + 8 else { return nil }
        network = EthernetHeader.length
        let proto: UInt8
        switch EtherType(rawValue: frame.bigEndian16(at: 12)) {
        case .ipv4:
            // Version 4 with a header of five words; neither a fragment nor about to become one (all flags but DF zero).
            guard frame[network] == 0x45, frame.bigEndian16(at: network + 6) & 0xbfff == 0 else { return nil }
            end = network + Int(frame.bigEndian16(at: network + 2))
            (isIPv6, transport, proto) = (false, network + 20, frame[network + 9])
        case .ipv6:
            guard frame[network] >> 4 == 6 else { return nil }
            end = network + 40 + Int(frame.bigEndian16(at: network + 4))
            (isIPv6, transport, proto) = (true, network + 40, frame[network + 6])
        default: return nil
        }
        guard end <= frame.count else { return nil }
        isUDP = proto == Self.udp
        guard isUDP || proto == Self.tcp else { return nil }
        guard let length = Self.transportLength(in: frame, at: transport, end: end, isUDP: isUDP) else { return nil }
        payload = transport + length
    }

    /// Finds the headers of a super-frame by what its offload metadata says; `nil` if the two contradict each other.
    init?(of frame: UnsafeRawBufferPointer, _ offload: Offload) {
        transport = Int(offload.checksumStart)
        end = frame.count
        isUDP = offload.segmentation == .udp
        network = EthernetHeader.length
        guard frame.count >= network + EthernetHeader.tagLength else { return nil }
        var type = EtherType(rawValue: frame.bigEndian16(at: 12))
        while type.isTag, network + EthernetHeader.tagLength <= min(transport, frame.count) {
            type = EtherType(rawValue: frame.bigEndian16(at: network + 2))
            network += EthernetHeader.tagLength
        }
        isIPv6 = type == .ipv6
        guard isIPv6 || type == .ipv4 else { return nil }
        guard transport >= network + (isIPv6 ? 40 : 20), transport + (isUDP ? 8 : 20) <= frame.count else { return nil }
        switch offload.segmentation {
        case .none: return nil
        case .tcp4: guard !isIPv6 else { return nil }
        case .tcp6: guard isIPv6 else { return nil }
        case .udp: break
        }
        guard isIPv6 || Int(frame[network] & 0x0f) * 4 == transport - network else { return nil }
        payload = isUDP ? transport + 8 : transport + Int(frame[transport + 12] >> 4) * 4
        guard payload >= transport + (isUDP ? 8 : 20), payload <= end else { return nil }
    }

    /// Bytes in the transport header, if all is well with it.
    private static func transportLength(
        in frame: UnsafeRawBufferPointer,
        at transport: Int,
        end: Int,
        isUDP: Bool
    ) -> Int? {
        if isUDP {
            guard transport + 8 <= end, Int(frame.bigEndian16(at: transport + 4)) == end - transport else { return nil }
            return 8
        }
        guard transport + 20 <= end else { return nil }
        let length = Int(frame[transport + 12] >> 4) * 4
        return length >= 20 && transport + length <= end ? length : nil
    }

    /// The layout of no packet.
    static let none = PacketLayout()

    private init() { (network, transport, payload, end, isIPv6, isUDP) = (0, 0, 0, 0, false, false) }

    /// The same with another end.
    func with(end: Int) -> PacketLayout {
        var layout = self
        layout.end = end
        return layout
    }

    /// Where the checksum of the transport header stands.
    var checksum: Int { transport + (isUDP ? 6 : 16) }

    /// The pseudo-header's sum without its length (RFC 9293 §3.1, RFC 8200 §8.1).
    @inline(__always)
    func addressSum(of frame: UnsafeRawBufferPointer) -> UInt64 {
        let addresses = isIPv6 ? network + 8..<network + 40 : network + 12..<network + 20
        return InternetChecksum.sum(UnsafeRawBufferPointer(rebasing: frame[addresses]))
            &+ InternetChecksum.term(Int(isUDP ? Self.udp : Self.tcp))
    }
}

extension UnsafeRawBufferPointer {
    /// Reads two bytes in network order; the caller has checked that they are there, and so does the span.
    @inline(__always)
    func bigEndian16(at offset: Int) -> UInt16 {
        UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Reads four bytes in network order; the caller has checked that they are there, and so does the span.
    @inline(__always)
    func bigEndian32(at offset: Int) -> UInt32 {
        UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes two bytes in network order.
    @inline(__always)
    func setBigEndian16(_ value: Int, at offset: Int) {
        storeBytes(of: UInt16(truncatingIfNeeded: value).bigEndian, toByteOffset: offset, as: UInt16.self)
    }

    /// Writes four bytes in network order.
    @inline(__always)
    func setBigEndian32(_ value: UInt32, at offset: Int) {
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt32.self)
    }
}
