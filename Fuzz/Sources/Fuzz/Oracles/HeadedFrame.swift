/// A frame behind a `virtio_net_hdr`, as a kernel and a device exchange it (Virtual I/O Device 1.2 §5.1.6), little-endian.
struct HeadedFrame {
    var flags: UInt8 = 0
    var type: UInt8 = 0
    var headerLength = 0
    var segmentSize = 0
    var start = 0
    var offset = 0
    var frame: [UInt8]

    static let length = 10

    /// Nothing is left to do.
    init(_ frame: [UInt8]) { self.frame = frame }

    /// Everything is left to do to a packet: its segments, if it is to have some, and its checksum.
    ///
    /// - Parameter segmentSize: of which the header holds 16 bits; 0 if it is to have none.
    init(_ packet: Packet, segmentSize: Int) {
        var packet = packet
        let segmentSize = segmentSize & 0xffff
        packet.checksum = .partial
        frame = packet.frame
        (flags, start, offset) = (1, packet.transportStart, packet.checksumOffset)
        guard segmentSize > 0 else { return }
        type = packet.isUDP ? 5 : packet.isIPv6 ? 4 : 1
        (self.segmentSize, headerLength) = (segmentSize, packet.payloadStart)
    }

    init?(reading bytes: [UInt8]) {
        guard bytes.count >= Self.length else { return nil }
        func field(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
        (flags, type) = (bytes[0], bytes[1])
        (headerLength, segmentSize, start, offset) = (field(2), field(4), field(6), field(8))
        frame = Array(bytes[Self.length...])
    }

    var bytes: [UInt8] {
        func field(_ number: Int) -> [UInt8] { [UInt8(number & 0xff), UInt8(number >> 8 & 0xff)] }
        return [flags, type] + field(headerLength) + field(segmentSize) + field(start) + field(offset) + frame
    }
}
