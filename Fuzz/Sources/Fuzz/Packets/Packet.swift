/// A packet in an Ethernet frame, built byte by byte, and what is wrong with its headers.
struct Packet {
    /// What becomes of the transport checksum.
    enum Checksum: UInt8, CaseIterable {
        /// It is right; zero of UDP stands as 0xffff (RFC 768).
        case right
        /// The payload is such that it comes to zero, and it stands as 0x0000.
        case zero
        /// The payload is such that it comes to zero, and it stands as 0xffff.
        case negativeZero
        /// It stands as 0x0000, whatever it is.
        case missing
        case wrong
        /// The pseudo-header's sum alone, as it comes from a kernel that leaves the rest to the device.
        case partial
    }

    var destination: [UInt8]
    var source: [UInt8]
    /// Each of four bytes: type and tag control information.
    var tags: [[UInt8]] = []
    /// Of what is neither IPv4 nor IPv6.
    var etherType: Int?
    var isIPv6 = false
    var proto: UInt8 = Self.tcp
    var typeOfService: UInt8 = 0
    var timeToLive: UInt8 = 64
    var identification = 0xfffe
    var fragment = 0x4000
    /// Words of IPv4 options; words of eight bytes of an IPv6 extension header.
    var options: [Int] = []
    var flow: UInt8 = 0
    var sequence: UInt32 = 0xffff_f000
    var flags: UInt8 = 0x10
    var window: UInt8 = 1
    /// Words of TCP options.
    var tcpOptions = 0
    /// Bytes of the frame that are wanted: there are more if the headers take more.
    var size: Int
    /// What the payload begins with.
    var fill: UInt8 = 0
    /// Bytes behind the packet.
    var padding = 0
    /// What is added to the length in the IP header.
    var networkLie = 0
    /// What is added to the length in the UDP header, or to the data offset of TCP.
    var transportLie = 0
    var checksum = Checksum.right
    /// Bytes that are overwritten at the end.
    var edits: [(place: Int, value: UInt8)] = []
    /// Whether checksums are right in spite of that.
    var fixesChecksums = false

    static let tcp: UInt8 = 6
    static let udp: UInt8 = 17

    /// Whether there are headers behind Ethernet's.
    var isIP: Bool { etherType == nil }
    var isUDP: Bool { proto == Self.udp }
    /// Where the IP header begins, in bytes from the start of the frame.
    var networkStart: Int { 14 + 4 * tags.count }
    /// Where the transport header begins.
    var transportStart: Int {
        guard isIP else { return networkStart }
        return networkStart + (isIPv6 ? 40 + 8 * options.reduce(0, +) : 20 + 4 * (options.first ?? 0))
    }
    /// Where the payload begins.
    var payloadStart: Int {
        guard isIP else { return networkStart }
        return transportStart + (proto == Self.tcp ? 20 + 4 * tcpOptions : 8)
    }
    /// Bytes of payload.
    var payloadCount: Int { max(0, size - payloadStart - padding) }
    /// Where the transport checksum stands, in bytes from the transport header.
    var checksumOffset: Int { isUDP ? 6 : 16 }

    /// Makes it the next of its flow.
    mutating func advance() {
        sequence &+= UInt32(payloadCount)
        identification = (identification + 1) & 0xffff
        fill &+= 7
    }

    /// The frame as it stands on the wire.
    var frame: [UInt8] {
        var frame = destination + source + tags.flatMap { $0 }
        frame += big16(etherType ?? (isIPv6 ? 0x86dd : 0x0800))
        if isIP { frame += network + transport }
        frame += Self.pattern[Int(fill)..<Int(fill) + payloadCount]
        if fixesChecksums { edit(&frame) }
        if isIP { complete(&frame) }
        if !fixesChecksums { edit(&frame) }
        return frame + [UInt8](repeating: 0, count: padding)
    }

    /// Bytes that tell where they stand.
    private static let pattern = (0..<140_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private func edit(_ frame: inout [UInt8]) {
        for (place, value) in edits where place < frame.count { frame[place] = value }
    }

    private var network: [UInt8] {
        let length = payloadStart - transportStart + payloadCount
        guard isIPv6 else {
            let words = options.first ?? 0
            let header = [0x40 | UInt8(5 + words), typeOfService] + big16(20 + 4 * words + length + networkLie)
            return header + big16(identification) + big16(fragment) + [timeToLive, proto, 0, 0]
                + [10, 0, 0, 1, 10, 0, 0, 2] + [UInt8](repeating: 1, count: 4 * words)
        }
        let chain = extensions
        return [0x60 | typeOfService >> 4, typeOfService << 4, 0, 9] + big16(chain.count + length + networkLie)
            + [options.isEmpty ? proto : 60, timeToLive] + [0xfd] + [UInt8](repeating: 0, count: 14) + [1, 0xfd]
            + [UInt8](repeating: 0, count: 14) + [2] + chain
    }

    /// Destination options, one header after another (RFC 8200 §4.6).
    private var extensions: [UInt8] {
        options.indices.flatMap { index -> [UInt8] in
            let next = index == options.count - 1 ? proto : 60
            return [next, UInt8(max(0, options[index] - 1))] + [UInt8](repeating: 0, count: 8 * options[index] - 2)
        }
    }

    private var transport: [UInt8] {
        let ports = [0x03, 0xe8, 0x07, flow]
        switch proto {
        case Self.tcp:
            let offset = UInt8(truncatingIfNeeded: 5 + tcpOptions + transportLie) << 4
            return ports + big32(sequence) + [0, 0, 0, 77, offset, flags, window, 0, 0, 0, 0, 0]
                + [UInt8](repeating: 1, count: 4 * tcpOptions)
        case Self.udp: return ports + big16(8 + payloadCount + transportLie) + [0, 0]
        default: return [8, 0, 0, 0, 0, 1, 0, flow]
        }
    }

    /// Puts the checksums in.
    private func complete(_ frame: inout [UInt8]) {
        if !isIPv6 {
            frame.set16(0, at: networkStart + 10)
            frame.set16(Checksums.checksum(Checksums.sum(frame[networkStart..<transportStart])), at: networkStart + 10)
        }
        guard proto == Self.tcp || isUDP else { return }
        let place = transportStart + checksumOffset
        frame.set16(0, at: place)
        guard checksum != .missing else { return }
        let addresses = isIPv6 ? networkStart + 8..<networkStart + 40 : networkStart + 12..<networkStart + 20
        let start = Checksums.pseudoHeader(frame[addresses], proto: proto, length: frame.count - transportStart)
        guard checksum != .partial else { return frame.set16(start, at: place) }
        if checksum == .zero || checksum == .negativeZero, payloadCount >= 2 {
            frame.set16(0, at: payloadStart)
            frame.set16(~Checksums.sum(frame[transportStart...], from: start), at: payloadStart)
        }
        var value = Checksums.checksum(Checksums.sum(frame[transportStart...], from: start))
        if value == 0, isUDP && checksum != .zero || checksum == .negativeZero { value = 0xffff }
        frame.set16(checksum == .wrong ? value ^ 1 : value, at: place)
    }
}
