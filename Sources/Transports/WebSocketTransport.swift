public import Frame

/// `ws://HOST[:PORT]/PATH` and `wss://…` — Ethernet frames as binary WebSocket messages, one frame a message (RFC 6455).
///
/// | parameter     | for     | meaning                                                              |
/// |---------------|---------|----------------------------------------------------------------------|
/// | `cacerts`     | connect | a PEM file with the authorities to trust instead of the system's     |
/// | `insecure`    | connect | `on`: trust anybody                                                  |
/// | `deflate`     | both    | `on`: compress messages, if the peer agrees (RFC 7692)               |
/// | `subprotocol` | both    | `off`: agree on nothing beyond RFC 6455, as with a foreign peer      |
/// | `ping`        | both    | seconds between pings, 15 unless said otherwise                      |
/// | `patience`    | both    | seconds of silence after which the peer is dead; three pings' time   |
/// | `query`       | connect | the query to send to the server                                      |
/// | `certificate` | both    | a PEM file with our own certificate and its chain                    |
/// | `key`         | both    | a PEM file with its private key                                      |
/// | `clientca`    | listen  | a PEM file with the authorities that vouch for clients' certificates |
/// | `clientcrl`   | listen  | a PEM file with the lists of what they have revoked                  |
/// | `origins`     | listen  | the browsers' origins that are welcome, separated by commas          |
/// | `legacy`      | listen  | `on`: serve old clients that send no version, or a short key         |
///
/// Compression costs up to 140 KiB of memory a connection, 72 KiB of it for zlib.
public struct WebSocketTransport: Transport {
    private let endpoint: WebSocketEndpoint
    /// What it shares with others that listen at the same address.
    private let shared: SharedPort?

    /// Reads the URI.
    ///
    /// - Throws: ``EndpointURIError`` for what is missing, unknown or contradictory.
    public init(_ uri: EndpointURI) throws { self.init(try WebSocketEndpoint(uri)) }

    private init(_ endpoint: WebSocketEndpoint, sharing shared: SharedPort? = nil) {
        (self.endpoint, self.shared) = (endpoint, shared)
    }

    /// Whether it offers, or agrees to, compression within TLS: who can put bytes of his choice beside a secret learns of the
    /// secret by the length of what is sent (CRIME, VORACLE).
    public var compressesWithinTLS: Bool { endpoint.isSecure && endpoint.compression != nil }

    /// Looks the host up, connects, within ten seconds, and shakes hands, within ten more.
    ///
    /// - Throws: ``TransportError`` naming the server and what it, or the way to it, lacks.
    public func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
        try await WebSocketDialer(endpoint, on: loop).connect(as: credentials)
    }

    /// Binds every address of the host and lets peers in, each through TLS, its HTTP request and the authenticator.
    ///
    /// - Throws: ``SystemError`` if an address cannot be bound, ``TransportError`` for certificates and names that are no good.
    public func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener {
        let listener = try await Self.makeListener(
            endpoint,
            sharing: shared,
            authenticator: authenticator,
            acceptor: acceptor,
            on: loop
        )
        try await listener.open()
        return listener
    }

    /// As many with sockets of their own at one address, among which the kernel shares out the connections (`SO_REUSEPORT`).
    public func shares(_ count: Int) -> [any Transport] {
        let shared = SharedPort()
        return (0..<count).map { _ in WebSocketTransport(endpoint, sharing: shared) }
    }
}
