/// An authenticator has as many decisions to make as it takes: nothing is wrong, and the peer may come again.
public struct AuthenticatorBusy: Error, CustomStringConvertible {
    /// Makes the error.
    public init() {}

    /// The error as a sentence.
    public var description: String { "too many peers are waiting for a decision" }
}
