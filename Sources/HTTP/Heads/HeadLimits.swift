/// How much a peer may make us hold of a head, whatever it sends.
package struct HeadLimits: Sendable, Hashable {
    /// Bytes in a head, with the empty line that ends it.
    package var maximumHeadSize: Int
    /// Bytes in a head's first line, without its CRLF.
    package var maximumStartLineLength: Int
    /// Field lines in a head.
    package var maximumFieldCount: Int

    /// Makes limits of their parts.
    package init(
        maximumHeadSize: Int = 16_384,
        maximumStartLineLength: Int = 8_192,
        maximumFieldCount: Int = 64
    ) {
        self.maximumHeadSize = maximumHeadSize
        self.maximumStartLineLength = maximumStartLineLength
        self.maximumFieldCount = maximumFieldCount
    }
}
