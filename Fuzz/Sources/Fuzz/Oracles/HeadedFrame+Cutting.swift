/// What a network card makes of a frame, one segment after another, from the standards: RFC 9293, RFC 3168 §6.1.2, RFC 768, RFC 791,
/// RFC 8200.
extension HeadedFrame {
    /// The frames that stand on the wire; `nil` if the header contradicts the frame.
    var ordinaryFrames: [[UInt8]]? {
        guard type & 0x7f != 0 else { return flags & 1 == 0 ? [frame] : completed.map { [$0] } }
        guard let headers, segmentSize > 0 else { return nil }
        let count = max(1, (frame.count - headers.end + segmentSize - 1) / segmentSize)
        return (0..<count).map { segment($0, of: count, headers) }
    }

    /// Bytes of the headers that each segment gets; `nil` if the header contradicts the frame.
    var headersEnd: Int? { headers?.end }

    private struct Headers {
        var network = 14
        var transport: Int
        var end: Int
        var isIPv6: Bool
        var isUDP: Bool
    }

    /// The frame with its checksum finished; zero stands as 0xffff.
    private var completed: [UInt8]? {
        guard start >= 14, start + offset + 2 <= frame.count else { return nil }
        var frame = frame
        let value = Checksums.checksum(Checksums.sum(frame[start...]))
        frame.set16(value == 0 ? 0xffff : value, at: start + offset)
        return frame
    }

    private var headers: Headers? {
        guard frame.count >= 18 else { return nil }
        var network = 14
        while [0x8100, 0x88a8].contains(frame.get16(network - 2)), network + 4 <= min(start, frame.count) {
            network += 4
        }
        let version = frame.get16(network - 2)
        let isIPv6 = version == 0x86dd
        let isUDP = type & 0x7f == 5
        guard isIPv6 || version == 0x0800, isUDP || type & 0x7f == (isIPv6 ? 4 : 1) else { return nil }
        guard start >= network + (isIPv6 ? 40 : 20), start + (isUDP ? 8 : 20) <= frame.count,
            isIPv6 || Int(frame[network] & 0x0f) * 4 == start - network
        else { return nil }
        let end = start + (isUDP ? 8 : Int(frame[start + 12] >> 4) * 4)
        guard end >= start + (isUDP ? 8 : 20), end <= frame.count else { return nil }
        return Headers(network: network, transport: start, end: end, isIPv6: isIPv6, isUDP: isUDP)
    }

    private func segment(_ index: Int, of count: Int, _ headers: Headers) -> [UInt8] {
        let first = headers.end + index * segmentSize
        var segment = Array(frame[..<headers.end]) + frame[first..<min(first + segmentSize, frame.count)]
        let (network, transport) = (headers.network, headers.transport)
        if headers.isIPv6 {
            segment.set16(segment.count - network - 40, at: network + 4)
        } else {
            segment.set16(segment.count - network, at: network + 2)
            segment.set16(frame.get16(network + 4) + index, at: network + 4)
            segment.set16(0, at: network + 10)
            segment.set16(Checksums.checksum(Checksums.sum(segment[network..<transport])), at: network + 10)
        }
        if headers.isUDP {
            segment.set16(segment.count - transport, at: transport + 4)
        } else {
            let place = transport + 4
            let sequence = UInt32(frame.get16(place) << 16 | frame.get16(place + 2)) &+ UInt32(index * segmentSize)
            segment.replaceSubrange(place..<place + 4, with: big32(sequence))
            // FIN and PSH are the last one's, CWR is the first one's.
            if index < count - 1 { segment[transport + 13] &= ~0x09 }
            if index > 0 { segment[transport + 13] &= ~0x80 }
        }
        sum(&segment, headers)
        return segment
    }

    private func sum(_ segment: inout [UInt8], _ headers: Headers) {
        let addresses = headers.network + (headers.isIPv6 ? 8 : 12)..<headers.network + (headers.isIPv6 ? 40 : 20)
        let place = headers.transport + (headers.isUDP ? 6 : 16)
        segment.set16(0, at: place)
        let length = segment.count - headers.transport
        let start = Checksums.pseudoHeader(segment[addresses], proto: headers.isUDP ? 17 : 6, length: length)
        let value = Checksums.checksum(Checksums.sum(segment[headers.transport...], from: start))
        segment.set16(headers.isUDP && value == 0 ? 0xffff : value, at: place)
    }
}
