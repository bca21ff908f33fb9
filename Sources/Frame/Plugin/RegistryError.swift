/// What is wrong with a registration, or with a URI that names none.
public enum RegistryError: Error, Equatable, CustomStringConvertible {
    /// Two components of one kind claim the same scheme.
    case duplicate(ComponentKind, scheme: String)
    /// A scheme that no URI could have (RFC 3986 §3.1).
    case invalidScheme(ComponentKind, scheme: String)
    /// Nothing is registered for this scheme.
    case unknown(ComponentKind, scheme: String, available: [String])

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .duplicate(let kind, let scheme): "the \(kind.rawValue) scheme '\(scheme)' is registered twice"
        case .invalidScheme(let kind, let scheme): "'\(scheme)' cannot be the scheme of a \(kind.rawValue)"
        case .unknown(let kind, let scheme, let available):
            "no \(kind.rawValue) is registered for '\(scheme):'; "
                + (available.isEmpty ? "available: none" : "available: \(available.joined(separator: ", "))")
        }
    }
}
