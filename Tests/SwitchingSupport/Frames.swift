package import Frame

/// An IPv4 frame with empty addresses inside, as long as the shortest one on a wire.
package func frame(to destination: MACAddress, from source: MACAddress, vlan: UInt16? = nil, byteCount: Int = 60)
    -> [UInt8]
{
    var bytes = octets(of: destination) + octets(of: source)
    if let vlan { bytes += [0x81, 0x00, UInt8(vlan >> 8), UInt8(vlan & 0xff)] }
    bytes += [0x08, 0x00]
    return bytes + [UInt8](repeating: 0, count: max(0, byteCount - bytes.count))
}

private func octets(of address: MACAddress) -> [UInt8] {
    stride(from: 40, through: 0, by: -8).map { UInt8(truncatingIfNeeded: address.rawValue >> UInt64($0)) }
}

extension MACAddress {
    /// A station of our own numbering: locally administered, not multicast.
    package static func station(_ number: UInt64) -> MACAddress { MACAddress(rawValue: 0x0200_0000_0000 | number) }
}
