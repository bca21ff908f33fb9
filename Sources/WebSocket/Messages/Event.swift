/// What a decoder found.
///
/// Trivial to copy: the payloads stay where they are.
public enum Event: Hashable, Sendable {
    /// A whole message; text has been checked to be UTF-8.
    case message(MessageKind, Payload)
    /// A ping, to be answered by a pong with the same payload (RFC 6455 §5.5.3). At most 125 bytes.
    case ping(Payload)
    /// A pong, whether asked for or not. At most 125 bytes.
    case pong(Payload)
    /// The peer's last frame. The code is ``CloseCode/noStatus`` if it held none; the reason is UTF-8, at most 123
    /// bytes.
    case close(CloseCode, reason: Payload)
}
