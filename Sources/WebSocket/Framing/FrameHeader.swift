/// What stands before a WebSocket frame's payload (RFC 6455 §5.2).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-------+-+-------------+-------------------------------+
///     |F|R|R|R| opcode|M| length (7)  |  length (16, if 126; or 64,   |
///     |I|S|S|S|  (4)  |A|             |  if 127), big-endian          |
///     |N|V|V|V|       |S|             |                               |
///     | |1|2|3|       |K|             |                               |
///     +-+-+-+-+-------+-+-------------+-------------------------------+
///     |                   masking key (32, if MASK)                   |
///     +---------------------------------------------------------------+
public struct FrameHeader: Hashable, Sendable {
    /// Whether the message ends with this frame.
    public var isFinal: Bool
    /// RSV1, which permessage-deflate sets on the first frame of a compressed message (RFC 7692 §6).
    public var isCompressed: Bool
    /// What the frame carries.
    public var opcode: Opcode
    /// The key that the payload is masked with; its first octet on the wire is the least significant.
    public var maskingKey: UInt32?
    /// Bytes of payload.
    public var payloadLength: Int

    /// The longest there is: two bytes, an eight-byte length and a key.
    public static let maximumLength = 14

    /// The most that a control frame may carry (§5.5).
    public static let maximumControlPayload = 125

    /// Makes a header of its parts.
    @inlinable
    public init(
        isFinal: Bool = true,
        isCompressed: Bool = false,
        opcode: Opcode,
        maskingKey: UInt32? = nil,
        payloadLength: Int
    ) {
        self.isFinal = isFinal
        self.isCompressed = isCompressed
        self.opcode = opcode
        self.maskingKey = maskingKey
        self.payloadLength = payloadLength
    }

    /// Bytes that the header takes on the wire.
    @inlinable
    public var length: Int { Self.length(payloadLength: payloadLength, isMasked: maskingKey != nil) }

    /// Bytes that the header of a payload takes on the wire, the payload's length in its shortest form.
    @inlinable
    public static func length(payloadLength: Int, isMasked: Bool) -> Int {
        let lengthBytes = payloadLength < 126 ? 0 : payloadLength <= 0xffff ? 2 : 8
        return 2 + lengthBytes + (isMasked ? 4 : 0)
    }
}
