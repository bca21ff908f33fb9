/// An IPv4 or IPv6 address, without a port.
public struct IPAddress: Hashable, Sendable {
    /// Whether it is an IPv6 address.
    public let isIPv6: Bool
    /// The address in network order, from the most significant bit on; behind an IPv4 address are zeros.
    private let bits: UInt128

    /// Makes an address of its bytes.
    ///
    /// An IPv4 address within IPv6 (RFC 4291 §2.5.5.2) is the IPv4 address: one host is not two.
    ///
    /// - Parameter bytes: 4 or 16 bytes, in network order.
    /// - Returns: `nil` unless there are 4 or 16.
    public init?(bytes: [UInt8]) {
        let isMapped = bytes.count == 16 && bytes.starts(with: Self.mapped)
        let own = isMapped ? bytes[12...] : bytes[...]
        guard own.count == 4 || own.count == 16 else { return nil }
        self.init(own.reduce(0) { $0 << 8 | UInt128($1) } << (128 - own.count * 8), isIPv6: own.count == 16)
    }

    private init(_ bits: UInt128, isIPv6: Bool) { (self.bits, self.isIPv6) = (bits, isIPv6) }

    /// How many bits it has: 32 or 128.
    package var bitWidth: Int { isIPv6 ? 128 : 32 }

    /// 4 or 16 bytes, in network order.
    public var bytes: [UInt8] {
        (0..<bitWidth / 8).map { UInt8(truncatingIfNeeded: bits >> (120 - $0 * 8)) }
    }

    /// The same address with zeros behind its first `length` bits: what all addresses of a network have in common.
    package func masked(to length: Int) -> IPAddress {
        IPAddress(bits & ~(UInt128.max >> min(max(length, 0), 128)), isIPv6: isIPv6)
    }

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
}
