import Frame

/// Makes TCP and UDP packets byte by byte, the slow and obvious way, to compare the fast one with.
struct PacketBuilder {
    var isIPv6 = false
    var isUDP = false
    var tags: [UInt16] = []
    var sourcePort: UInt16 = 1_000
    var destinationPort: UInt16 = 2_000
    var sequence: UInt32 = 0xffff_f000
    var acknowledgement: UInt32 = 77
    var flags: UInt8 = 0x10
    var window: UInt16 = 500
    var options: [UInt8] = [1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8]
    var identification: UInt16 = 0xfffe
    var typeOfService: UInt8 = 0
    var timeToLive: UInt8 = 64
    var fragment: UInt16 = 0x4000
    var extensions: [UInt8] = []
    var payload: [UInt8] = []
    var padding = 0
    var hasChecksum = true
    /// The bits that are reserved beside the data offset.
    var reserved: UInt8 = 0
    var urgent: UInt16 = 0
    /// A byte of the two Ethernet addresses, and one of the two IP addresses, that are unlike those of others.
    var otherEthernetByte: Int?
    var otherAddressByte: Int?

    var networkOffset: Int { 14 + 4 * tags.count }
    var transportOffset: Int { networkOffset + (isIPv6 ? 40 : 20) + extensions.count }
    var headerLength: Int { transportOffset + (isUDP ? 8 : 20 + options.count) }

    /// The frame as it stands on the wire.
    var frame: [UInt8] {
        let addresses = addresses
        let segment = transport(addresses: addresses.flatMap { $0 })
        return ethernet + network(length: segment.count, addresses) + segment + [UInt8](repeating: 0, count: padding)
    }

    private var addresses: [[UInt8]] {
        var bytes: [UInt8] =
            isIPv6
            ? [0xfd] + [UInt8](repeating: 0, count: 14) + [1, 0xfd] + [UInt8](repeating: 0, count: 14) + [2]
            : [10, 0, 0, 1, 10, 0, 0, 2]
        if let otherAddressByte { bytes[otherAddressByte] ^= 0x80 }
        return [Array(bytes.prefix(bytes.count / 2)), Array(bytes.suffix(bytes.count / 2))]
    }

    private var ethernet: [UInt8] {
        var addresses: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]
        if let otherEthernetByte { addresses[otherEthernetByte] ^= 0x80 }
        return addresses + tags.flatMap { [0x81, 0x00] + big($0) } + (isIPv6 ? [0x86, 0xdd] : [0x08, 0x00])
    }

    private func network(length: Int, _ addresses: [[UInt8]]) -> [UInt8] {
        let proto: UInt8 = isUDP ? 17 : 6
        guard !isIPv6 else {
            let next = extensions.isEmpty ? proto : 60
            return [0x60 | typeOfService >> 4, typeOfService << 4, 0, 9] + big(UInt16(length + extensions.count))
                + [next, timeToLive] + addresses[0] + addresses[1] + extensions
        }
        var header =
            [0x45, typeOfService] + big(UInt16(20 + length)) + big(identification) + big(fragment)
            + [timeToLive, proto, 0, 0] + addresses[0] + addresses[1]
        header.replaceSubrange(10..<12, with: big(checksum(header)))
        return header
    }

    private func transport(addresses: [UInt8]) -> [UInt8] {
        let length = (isUDP ? 8 : 20 + options.count) + payload.count
        var segment = big(sourcePort) + big(destinationPort)
        if isUDP {
            segment += big(UInt16(length)) + [0, 0]
        } else {
            segment += big(sequence) + big(acknowledgement) + [UInt8((20 + options.count) / 4) << 4 | reserved, flags]
            segment += big(window) + [0, 0] + big(urgent) + options
        }
        segment += payload
        let sum = checksum(addresses + [0, isUDP ? 17 : 6] + big(UInt16(length)) + segment)
        let place = isUDP ? 6 : 16
        if hasChecksum { segment.replaceSubrange(place..<place + 2, with: big(isUDP && sum == 0 ? 0xffff : sum)) }
        return segment
    }
}

func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }

func big(_ value: UInt32) -> [UInt8] { big(UInt16(value >> 16)) + big(UInt16(value & 0xffff)) }

/// RFC 1071, word by word.
func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
        sum += UInt32(bytes[index]) << 8 | (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
    }
    while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
    return ~UInt16(sum)
}
