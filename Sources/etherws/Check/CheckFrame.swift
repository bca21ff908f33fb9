import Frame

/// Frames that disturb no network: from an address made up for the purpose to that very address.
///
/// A switch learns where the address is, finds that the frame would go back to where it came from, and drops it. Something simpler
/// than a switch passes it on to stations none of which has the address. The type is the one for local experiments, which nobody
/// answers (IEEE 802-2014 §9.2.4).
struct CheckFrame {
    /// Locally administered, of one station, and otherwise random (IEEE 802-2014 §8.2).
    let address = MACAddress(rawValue: .random(in: 0...0xffff_ffff_ffff) & ~0x0100_0000_0000 | 0x0200_0000_0000)

    /// The type for local experiments.
    private static let type: [UInt8] = [0x88, 0xb5]

    /// The shortest frame that Ethernet knows, without FCS.
    static let shortest = 60

    /// A frame of so many bytes, 14 at least.
    func bytes(_ count: Int) -> [UInt8] {
        let octets = stride(from: 40, through: 0, by: -8)
            .map { UInt8(truncatingIfNeeded: address.rawValue >> UInt64($0)) }
        return octets + octets + Self.type + [UInt8](repeating: 0, count: count - EthernetHeader.length)
    }
}
