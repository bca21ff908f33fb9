/// Where a payload lies.
///
/// A small value, so that a message that arrived in one frame costs no copy and no reference count.
///
/// Ask ``MessageDecoder/bytes(of:in:)`` for the bytes, before the decoder's next step.
public enum Payload: Hashable, Sendable {
    /// In the buffer that the decoder was given, unmasked, at these offsets.
    case received(Range<Int>)
    /// In the decoder's own buffer, put together from fragments; this many bytes.
    case assembled(count: Int)

    /// Bytes.
    public var count: Int {
        switch self {
        case .received(let range): range.count
        case .assembled(let count): count
        }
    }
}
