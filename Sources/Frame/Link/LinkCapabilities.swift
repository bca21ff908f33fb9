/// What a link accepts beyond ordinary frames.
public struct LinkCapabilities: OptionSet, Hashable, Sendable {
    /// One bit a capability.
    public let rawValue: UInt8

    /// Makes a set of its bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Completes a partial transport checksum.
    public static let partialChecksum = LinkCapabilities(rawValue: 1 << 0)
    /// Segments TCP over IPv4.
    public static let segmentsTCP4 = LinkCapabilities(rawValue: 1 << 1)
    /// Segments TCP over IPv6.
    public static let segmentsTCP6 = LinkCapabilities(rawValue: 1 << 2)
    /// Segments UDP.
    public static let segmentsUDP = LinkCapabilities(rawValue: 1 << 3)
}
