/// A 48-bit IEEE 802 MAC address.
public struct MACAddress: Hashable, Sendable {
    /// The six octets as one integer, first octet on the wire most significant; bits 48–63 are zero.
    public let rawValue: UInt64

    /// Makes an address of the low 48 bits of `rawValue`.
    @inlinable
    public init(rawValue: UInt64) { self.rawValue = rawValue & 0xffff_ffff_ffff }

    /// Every station on the network.
    public static let broadcast = MACAddress(rawValue: 0xffff_ffff_ffff)

    /// No station's: all octets are zero (IEEE 802-2014 §8.2.2 calls it the null address).
    public static let null = MACAddress(rawValue: 0)

    /// Whether the group bit is set (IEEE 802-2014 §8.2.2): multicast and broadcast, never a valid source.
    @inlinable
    public var isMulticast: Bool { rawValue & 0x0100_0000_0000 != 0 }
}

extension MACAddress: LosslessStringConvertible {
    /// Reads six two-digit hexadecimal octets separated by colons, such as `02:00:5e:10:00:01`.
    public init?(_ text: String) {
        let octets = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Substring.init)
        guard octets.count == 6 else { return nil }
        var rawValue: UInt64 = 0
        for octet in octets {
            guard octet.utf8.count == 2, octet.allSatisfy(\.isHexDigit), let value = UInt64(octet, radix: 16) else {
                return nil
            }
            rawValue = rawValue << 8 | value
        }
        self.init(rawValue: rawValue)
    }

    /// Six two-digit lower-case hexadecimal octets separated by colons.
    public var description: String {
        stride(from: 40, through: 0, by: -8)
            .map { shift in
                let digits = String(rawValue >> UInt64(shift) & 0xff, radix: 16)
                return digits.utf8.count == 2 ? digits : "0" + digits
            }
            .joined(separator: ":")
    }
}
