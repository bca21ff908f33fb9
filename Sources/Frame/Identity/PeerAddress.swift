/// Where a peer is: a value that peers are told apart by, and a text for logs, which nothing is read out of.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// What tells one host from another.
    public enum Host: Hashable, Sendable {
        /// A host by its address.
        ///
        /// `zone` is the index of the interface that a link-local address belongs to (RFC 4007 §6), and 0 for others.
        case address(IPAddress, zone: UInt32 = 0)
        /// A peer whose address is not known, such as one on a Unix socket, or behind a proxy that names no client.
        ///
        /// Each of its connections has a number of its own, because nothing shows that two of them are the same peer's. `through` is the
        /// proxy, if it has an address.
        case unnamed(UInt64, through: IPAddress? = nil)
    }

    /// Which host it is.
    public let host: Host
    /// The address as logs show it, with the port where it is known.
    public let description: String

    /// Makes an address of its parts.
    public init(host: Host, description: String) {
        (self.host, self.description) = (host, description)
    }

    /// The address of a connection without one: equal to no other, whatever it is shown as.
    ///
    /// - Parameter proxy: the host that it comes through, if that has an address.
    public static func unnamed(shownAs description: String, through proxy: IPAddress? = nil) -> PeerAddress {
        PeerAddress(host: .unnamed(.random(in: .min ... .max), through: proxy), description: description)
    }

    /// The address of a client of this proxy that the proxy does not name.
    package var ofUnnamedClient: PeerAddress {
        guard case .address(let proxy, _) = host else { return self }
        return .unnamed(shownAs: description, through: proxy)
    }
}
