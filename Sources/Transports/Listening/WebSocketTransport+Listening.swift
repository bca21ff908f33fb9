internal import CLinux
internal import Frame
internal import Glibc
internal import Linux
internal import Streams
internal import TLS

extension WebSocketTransport {
    /// Binds the endpoint's addresses and makes the listener, which is not open yet.
    static func makeListener(
        _ endpoint: WebSocketEndpoint,
        sharing shared: SharedPort?,
        resources: SharedResources,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor,
        on loop: any EventLoop
    ) async throws -> WebSocketListener {
        try endpoint.checkForListening()
        try check(authenticator, endpoint)
        let known = shared?.identity
        let identity = try known ?? identity(endpoint)
        let sockets = try await sockets(endpoint, sharing: shared, on: loop)
        if let shared, let bound = sockets.bound { shared.take(bound.port, showing: identity) }
        return WebSocketListener(
            sockets,
            at: address(endpoint, sockets),
            settingUpBy: SetupRules(endpoint, resources, identity: identity, authenticator: authenticator, on: loop),
            // Whoever has read the certificate looks after it.
            isWatching: known == nil,
            acceptor: acceptor
        )
    }

    private static func sockets(
        _ endpoint: WebSocketEndpoint,
        sharing shared: SharedPort?,
        on loop: any EventLoop
    ) async throws -> ListeningSockets {
        switch endpoint.listenAddress {
        case .unix(let path, let mode): return try ListeningSockets.at(path: path, mode: mode)
        case .descriptors(let numbers): return try ListeningSockets.inherited(numbers)
        case .network:
            return try await ListeningSockets.at(
                host: endpoint.host, port: shared?.taken ?? endpoint.port, sharing: shared, on: loop)
        }
    }

    /// Where a listener can be found, with the port that the system chose.
    private static func address(_ endpoint: WebSocketEndpoint, _ sockets: ListeningSockets) -> EndpointURI {
        let bound = sockets.bound
        var address = EndpointURI(scheme: endpoint.isSecure ? "wss" : "ws", host: endpoint.host, path: endpoint.path)
        if let bound, bound.family == AF_UNIX {
            if endpoint.host.isEmpty { address.host = "localhost" }
            address.parameters = [.init("unix", bound.host)]
        } else {
            let isWildcard = endpoint.host.isEmpty || sockets.isBorrowed
            address.host = isWildcard ? bound?.host : endpoint.host
            address.port = bound?.port ?? endpoint.port
        }
        return address
    }

    /// Certificates that nobody asks for admit nobody, and those that nobody looks at keep nobody out.
    private static func check(_ authenticator: (any Authenticator)?, _ endpoint: WebSocketEndpoint) throws {
        let isJudged = authenticator?.acceptedKinds.contains(.certificate) == true
        if isJudged, endpoint.security.clients == nil {
            throw EndpointURIError.missingPart(
                "'clientca' parameter to ask clients for certificates", of: endpoint.isSecure ? "wss" : "ws")
        }
        if endpoint.security.clients != nil, authenticator == nil {
            throw EndpointURIError.missingPart("authenticator such as 'certificate:' beside 'clientca'", of: "wss")
        }
    }

    private static func identity(_ endpoint: WebSocketEndpoint) throws -> ServerIdentity? {
        guard endpoint.isSecure else { return nil }
        guard let identity = endpoint.security.identity else {
            throw EndpointURIError.missingPart("'certificate' and a 'key' parameter when listening", of: "wss")
        }
        let security = endpoint.security
        // A new list of clients' revoked certificates is to be read as well.
        let others = [
            identity.key, security.staple, security.clients?.authorities, security.clients?.revocations,
        ].compactMap { $0 }
        return try ServerIdentity(identity.certificate, others: others) { () throws(TransportError) in
            try TLSContext(
                server: identity, policy: security.policy, clients: security.clients, staple: security.staple)
        }
    }
}
