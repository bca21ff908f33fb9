/// What a frame carries, as the IEEE registry numbers it; values under 0x0600 are an IEEE 802.3 length.
public struct EtherType: RawRepresentable, Hashable, Sendable {
    /// The number as it stands on the wire, in host byte order.
    public let rawValue: UInt16

    /// Makes a type of its number.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Internet Protocol version 4 (RFC 894).
    public static let ipv4 = EtherType(rawValue: 0x0800)
    /// Address Resolution Protocol (RFC 826).
    public static let arp = EtherType(rawValue: 0x0806)
    /// Internet Protocol version 6 (RFC 2464).
    public static let ipv6 = EtherType(rawValue: 0x86dd)
    /// A customer VLAN tag follows (IEEE 802.1Q-2018 §9.6).
    public static let customerTag = EtherType(rawValue: 0x8100)
    /// A service VLAN tag follows (IEEE 802.1ad, now IEEE 802.1Q-2018 §9.6).
    public static let serviceTag = EtherType(rawValue: 0x88a8)

    /// A service VLAN tag follows, in the number that was in use before IEEE 802.1ad gave it one.
    public static let formerServiceTag = EtherType(rawValue: 0x9100)

    /// Whether a VLAN tag follows rather than a payload.
    @inlinable
    public var isTag: Bool { self == .customerTag || self == .serviceTag || self == .formerServiceTag }
}

extension EtherType: CustomStringConvertible {
    /// Four hexadecimal digits, such as `0x0800`.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return "0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
