/// What both sides agreed on in the opening handshake.
public struct Agreement: Sendable, Hashable {
    /// The subprotocol, if one was agreed on.
    public var subprotocol: String?
    /// How messages are compressed, if that was agreed on.
    public var compression: Compression?

    /// Makes an agreement of its parts.
    public init(subprotocol: String? = nil, compression: Compression? = nil) {
        self.subprotocol = subprotocol
        self.compression = compression
    }
}
