/// What a message is made of.
public enum MessageKind: Sendable, Hashable, CaseIterable {
    /// UTF-8 text.
    case text
    /// Bytes.
    case binary
}
