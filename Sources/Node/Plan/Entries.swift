public import Frame

/// What a node does when a link of its plan is lost.
public enum OnLoss: Sendable, Equatable {
    /// The node has no purpose without the link: see ``Node/loss(in:)``.
    case end
    /// The node goes on without it.
    case ignore
    /// The node brings it back, to the same port.
    case reopen(Backoff)

    /// How to bring the link back, if that is to be done.
    var backoff: Backoff? { if case .reopen(let backoff) = self { backoff } else { nil } }
}

/// A device to open.
public struct DeviceEntry: Sendable, Equatable {
    /// Tells it from the other entries.
    public var name: String
    /// Names the device.
    public var uri: EndpointURI
    /// What to do when it is lost; it cannot be reopened.
    public var onLoss: OnLoss

    /// Makes an entry.
    public init(_ name: String, _ uri: EndpointURI, onLoss: OnLoss = .end) {
        (self.name, self.uri, self.onLoss) = (name, uri, onLoss)
    }

    func check() throws(NodePlanError) {
        if onLoss.backoff != nil { throw .cannotReopen(name) }
    }
}

/// Where to listen for peers.
public struct ListenerEntry: Sendable, Equatable {
    /// Tells it from the other entries.
    public var name: String
    /// Names the transport, and where to listen.
    public var uri: EndpointURI
    /// Names the authenticator that decides; `nil` admits every peer.
    public var authenticator: EndpointURI?

    /// Makes an entry.
    public init(_ name: String, _ uri: EndpointURI, authenticator: EndpointURI? = nil) {
        (self.name, self.uri, self.authenticator) = (name, uri, authenticator)
    }
}

/// A peer to connect to.
public struct TunnelEntry: Sendable, Equatable {
    /// Tells it from the other entries.
    public var name: String
    /// Name the peers, in the order in which they are tried, each time from the first.
    public var uris: [EndpointURI]
    /// What to present to them.
    public var credentials: Credentials
    /// What to do when the tunnel is lost.
    public var onLoss: OnLoss

    /// Makes an entry.
    public init(_ name: String, _ uris: [EndpointURI], as credentials: Credentials = .none, onLoss: OnLoss = .end) {
        (self.name, self.uris, self.credentials, self.onLoss) = (name, uris, credentials, onLoss)
    }
}
