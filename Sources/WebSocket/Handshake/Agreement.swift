/// What both sides agreed on in the opening handshake.
public struct Agreement: Sendable, Hashable {
    /// The subprotocol, if one was agreed on.
    public var subprotocol: String?

    /// Makes an agreement of its parts.
    public init(subprotocol: String? = nil) { self.subprotocol = subprotocol }
}
