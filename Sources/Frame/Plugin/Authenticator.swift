/// Decides who may attach: a recipe, made from a URI.
///
/// Knows nothing of HTTP; the challenge belongs to the transport.
public protocol Authenticator: Component {
    /// Finds out whose credentials these are. May take as long as it needs: it runs off the event loop.
    ///
    /// - Returns: who it is, or `nil` to refuse.
    /// - Throws: what keeps it from deciding, such as ``AuthenticatorBusy``. The peer is refused all the same, but the operator is told.
    func authenticate(_ credentials: Credentials) async throws -> Principal?

    /// What it looks at, so that a transport asks its peers for nothing else.
    var acceptedKinds: Credentials.Kinds { get }
}

extension Authenticator {
    /// Names and passwords.
    public var acceptedKinds: Credentials.Kinds { .basic }
}
