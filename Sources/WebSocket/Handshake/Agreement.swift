/// What both sides agreed on in the opening handshake.
package struct Agreement: Sendable, Hashable {
    /// The subprotocol, if one was agreed on.
    package var subprotocol: String?
    /// How messages are compressed, if that was agreed on.
    package var compression: Compression?

    /// Makes an agreement of its parts.
    package init(subprotocol: String? = nil, compression: Compression? = nil) {
        self.subprotocol = subprotocol
        self.compression = compression
    }
}
