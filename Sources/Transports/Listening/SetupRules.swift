internal import Frame
internal import HTTP
internal import Streams
internal import TLS
internal import WebSocket

/// What connections to a listener are set up by.
struct SetupRules: Sendable {
    let endpoint: WebSocketEndpoint
    let resources: SharedResources
    let identity: ServerIdentity?
    /// Decides who is admitted; `nil` admits every peer.
    let authenticator: (any Authenticator)?
    let loop: any EventLoop
    /// What is served at which paths.
    let router: Router<Route>
    /// Decides on requests to upgrade.
    let handshake: ServerHandshake

    /// What a listener serves.
    enum Route: Sendable {
        /// Tunnels, by an upgrade to WebSocket.
        case tunnel
    }

    init(
        _ endpoint: WebSocketEndpoint,
        _ resources: SharedResources,
        identity: ServerIdentity?,
        authenticator: (any Authenticator)?,
        on loop: any EventLoop
    ) {
        self.endpoint = endpoint
        self.resources = resources
        self.identity = identity
        self.authenticator = authenticator
        self.loop = loop
        router = Router([(endpoint.path, .tunnel)])
        handshake = ServerHandshake(
            subprotocols: endpoint.subprotocols,
            allowedOrigins: endpoint.clients.origins,
            acceptsOldClients: endpoint.clients.servesOldClients,
            compression: endpoint.compression
        )
    }
}
