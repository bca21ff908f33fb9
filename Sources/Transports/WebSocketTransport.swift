package import Frame
package import Streams
internal import TLS

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
/// | `unix`        | both    | the path of a Unix socket, instead of host and port                  |
/// | `unix-mode`   | listen  | who may connect to it, in octal digits, as for chmod(1); 660         |
/// | `descriptors` | listen  | sockets that listen already, separated by commas                     |
/// | `trust-proxy` | listen  | addresses and networks of proxies, or `unix`, separated by commas    |
/// | `proxy-protocol` | listen | `on`: those begin each connection with the PROXY protocol          |
/// | `proxy`       | connect | `http://[USER@]HOST[:PORT]` or `socks5://…`                          |
/// | `proxy-password` | connect | the password of the proxy's user                                  |
/// | `host`        | connect | the `Host` field                                                     |
/// | `origin`      | connect | the `Origin` field                                                   |
/// | `header`      | connect | `Name: value`, a further field; may be repeated                      |
/// | `sni`         | connect | the name to ask for, and to look for in the certificate              |
/// | `pin`         | connect | `sha256/BASE64`, a public key the server may have; may be repeated   |
/// | `crl`         | connect | a PEM file with certificates that have been revoked                  |
/// | `ocsp`        | listen  | a DER file with an OCSP response about the certificate, for clients  |
/// | `tls-min`     | both    | the oldest version of TLS: `1.2` or `1.3`                            |
/// | `tls-ciphers` | both    | the ciphers, by OpenSSL's names, separated by colons                 |
/// | `max-connections` | listen | the most connections, 10,000 by default                           |
/// | `max-per-address` | listen | the most from one network address                                 |
/// | `max-per-user` | listen | the most as one principal, 256 by default                            |
/// | `queue-memory` | listen | MiB in which frames wait for slow peers, 256 by default              |
///
/// Compression costs up to 140 KiB of memory a connection, 72 KiB of it for zlib.
package struct WebSocketTransport: Transport {
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

    /// The files that the URI names.
    package var needs: Needs { Needs(files: endpoint.security.files) }

    /// The files that the URI names, and the socket: of the network, or a Unix socket, which a listener removes at its end.
    package func needs(for use: TransportUse) -> Needs {
        var needs = needs
        switch (use, endpoint.listenAddress) {
        case (.listening, .unix): needs.activities = [.accepting, .removingFiles]
        case (.listening, _): needs.activities = .accepting
        case (.connecting, .unix): needs.activities = .dialingLocally
        case (.connecting, _): needs.activities = .dialing
        }
        return needs
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
