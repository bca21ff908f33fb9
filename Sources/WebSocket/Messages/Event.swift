/// What a decoder found.
///
/// Trivial to copy: the payloads stay where they are.
package enum Event: Hashable, Sendable {
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

/// What a message is made of.
package enum MessageKind: Sendable, Hashable, CaseIterable {
    /// UTF-8 text.
    case text
    /// Bytes.
    case binary
}

/// Where a payload lies.
///
/// A small value, so that a message that arrived in one frame costs no copy and no reference count.
///
/// Ask ``MessageDecoder/bytes(of:in:)`` for the bytes, before the decoder's next step.
package enum Payload: Hashable, Sendable {
    /// In the buffer that the decoder was given, unmasked, at these offsets.
    case received(Range<Int>)
    /// In the decoder's own buffer, put together from fragments; this many bytes.
    case assembled(count: Int)

    /// Bytes.
    package var count: Int {
        switch self {
        case .received(let range): range.count
        case .assembled(let count): count
        }
    }
}
