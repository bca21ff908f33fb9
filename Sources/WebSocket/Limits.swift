/// How much a peer may make us hold.
///
/// Whatever length it declares, these bounds stand.
public struct Limits: Sendable, Hashable {
    /// Bytes in a message's payload: by default the largest Ethernet frame, 65,535 bytes behind a header with one VLAN
    /// tag.
    ///
    /// At most 1 GiB.
    public var maximumMessageSize: Int
    /// Bytes in an HTTP head, with the empty line that ends it.
    public var maximumHeadSize: Int
    /// Bytes in an HTTP head's first line, without its CRLF.
    public var maximumStartLineLength: Int
    /// Field lines in an HTTP head.
    public var maximumFieldCount: Int

    /// Makes limits of their parts.
    public init(
        maximumMessageSize: Int = 65_553,
        maximumHeadSize: Int = 16_384,
        maximumStartLineLength: Int = 8_192,
        maximumFieldCount: Int = 64
    ) {
        self.maximumMessageSize = maximumMessageSize
        self.maximumHeadSize = maximumHeadSize
        self.maximumStartLineLength = maximumStartLineLength
        self.maximumFieldCount = maximumFieldCount
    }
}
