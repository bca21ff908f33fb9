package import Frame
package import Streams
internal import TLS

/// `ws://HOST[:PORT]/PATH` and `wss://…` — Ethernet frames as binary WebSocket messages, one frame a message (RFC 6455).
///
/// ``WebSocketParameters`` and ``TLSParameters`` are what its URIs may say.
///
/// Compression costs up to 140 KiB of memory a connection, 72 KiB of it for zlib.
package struct WebSocketTransport: ObservableTransport {
    private let endpoint: WebSocketEndpoint
    private let tickets: TicketStore
    /// What it shares with others that listen at the same address.
    private let shared: SharedPort?
    /// What all its links have together.
    private let resources: SharedResources

    /// Reads the URI.
    ///
    /// - Throws: ``EndpointURIError`` for what is missing, unknown or contradictory.
    package init(_ uri: EndpointURI) throws { try self.init(uri, tickets: TicketStore()) }

    /// Reads the URI.
    ///
    /// - Parameter tickets: what sessions are resumed by, from one connection to the next.
    init(_ uri: EndpointURI, tickets: TicketStore) throws {
        let endpoint = try WebSocketEndpoint(uri)
        self.init(endpoint, SharedResources(endpoint.clients), tickets: tickets)
    }

    private init(
        _ endpoint: WebSocketEndpoint,
        _ resources: SharedResources,
        tickets: TicketStore,
        sharing shared: SharedPort? = nil
    ) {
        (self.endpoint, self.resources, self.tickets, self.shared) = (endpoint, resources, tickets, shared)
    }

    /// Of compression within TLS, if it offers that or agrees to it: a client that can put bytes of its choice beside a secret learns
    /// of the secret by the length of what is sent (CRIME, VORACLE).
    package var warnings: [String] {
        guard endpoint.isSecure, endpoint.compression != nil else { return [] }
        return ["compression within TLS lets others guess secrets by the length of what is sent (CRIME, VORACLE)"]
    }

    /// The socket: of the network, or a Unix socket.
    package func needs(for use: TransportUse) -> Needs {
        switch (use, endpoint.listenAddress) {
        case (.listening, _): Needs(activities: .accepting)
        case (.connecting, .unix): Needs(activities: .dialingLocally)
        case (.connecting, _): Needs(activities: .dialing)
        }
    }

    /// Looks the host up, connects, within ten seconds, and shakes hands, within ten more.
    ///
    /// - Throws: ``TransportError`` naming the server and what it, or the way to it, lacks.
    package func connect(on loop: any EventLoop, as credentials: Credentials) async throws -> sending any Link {
        try await WebSocketDialer(endpoint, resources, tickets: tickets, on: loop).connect(as: credentials)
    }

    /// Connects as ``connect(on:as:)`` does, and tells `observer` how far it has come.
    package func connect(
        on loop: any EventLoop,
        as credentials: Credentials,
        telling observer: @escaping DialObserver
    ) async throws -> sending any EchoingLink {
        let dialer = WebSocketDialer(endpoint, resources, tickets: tickets, on: loop, telling: observer)
        return try await dialer.connect(as: credentials)
    }

    /// Binds every address of the host and lets peers in, each through TLS, its HTTP request and the authenticator.
    ///
    /// - Throws: ``SystemError`` if an address cannot be bound, ``TransportError`` for certificates and names that are no good.
    package func listen(
        on loop: any EventLoop,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor
    ) async throws -> any Listener {
        let listener = try await Self.makeListener(
            endpoint,
            sharing: shared,
            resources: resources,
            authenticator: authenticator,
            acceptor: acceptor,
            on: loop
        )
        try await listener.open()
        return listener
    }

    /// As many with sockets of their own at one address, among which the kernel shares out the connections (`SO_REUSEPORT`).
    ///
    /// A Unix socket, and those that were handed over, cannot be shared so.
    package func shares(_ count: Int) -> [any Transport] {
        guard endpoint.listenAddress == .network else { return [self] }
        let shared = SharedPort()
        return (0..<count).map { _ in WebSocketTransport(endpoint, resources, tickets: tickets, sharing: shared) }
    }
}
