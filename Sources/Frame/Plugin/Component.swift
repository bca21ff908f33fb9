/// What devices, transports and authenticators have in common: each is a recipe that a plug-in makes from a URI.
public protocol Component: Sendable {
    /// What the operator should know, although the component can be used: sentences that name what they are about, and hold no
    /// secret and no user's name.
    var warnings: [String] { get }

    /// What it must still be able to do when the process gives up its privileges, whatever it is used for.
    var needs: Needs { get }
}

extension Component {
    /// None.
    public var warnings: [String] { [] }

    /// Neither files nor programs.
    public var needs: Needs { Needs() }
}
