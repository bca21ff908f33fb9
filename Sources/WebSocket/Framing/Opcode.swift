/// What a WebSocket frame carries (RFC 6455 §5.2).
///
/// The opcodes that are not here are reserved, and refused.
public enum Opcode: UInt8, Sendable, CaseIterable {
    /// A further fragment of the message that an earlier frame began.
    case continuation = 0x0
    /// A message of UTF-8 text, or its first fragment.
    case text = 0x1
    /// A message of bytes, or its first fragment.
    case binary = 0x2
    /// The sender's last frame.
    case close = 0x8
    /// A question whether the peer is alive.
    case ping = 0x9
    /// The answer to a ping, or a sign of life.
    case pong = 0xa

    /// Whether it may stand between the fragments of a message, and is never fragmented itself (RFC 6455 §5.5).
    @inlinable
    public var isControl: Bool { rawValue & 0x8 != 0 }
}
