/// Who is at the other end of an accepted link.
public struct Peer: Hashable, Sendable {
    /// Where it connected from, for logs and limits.
    public let address: PeerAddress
    /// Who it proved to be; `nil` when nobody asked.
    public let principal: Principal?

    /// Makes a peer of its parts.
    public init(address: PeerAddress, principal: Principal?) {
        self.address = address
        self.principal = principal
    }

    /// Whose connection it is: that of a principal, wherever it comes from, or, without one, that of a host.
    package enum Identity: Hashable, Sendable {
        /// It has proved to be this principal.
        case principal(Principal)
        /// It was not asked for a proof: the host stands for the user.
        case host(PeerAddress.Host)
    }

    /// What two connections of the same peer have in common.
    package var identity: Identity { principal.map { .principal($0) } ?? .host(address.host) }
}
