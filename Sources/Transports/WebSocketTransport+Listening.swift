internal import CLinux
internal import Frame
internal import Glibc
internal import Linux

extension WebSocketTransport {
    /// Binds the endpoint's addresses and makes the listener, which is not open yet.
    static func makeListener(
        _ endpoint: WebSocketEndpoint,
        sharing shared: SharedPort?,
        authenticator: (any Authenticator)?,
        acceptor: any Acceptor,
        on loop: any EventLoop
    ) async throws -> WebSocketListener {
        try check(authenticator, endpoint)
        let tls = try context(endpoint)
        let (host, port) = (endpoint.host, shared?.taken ?? endpoint.port)
        let addresses = try await loop.offload { try Resolver.addresses(of: host, port: port, isPassive: true) }
        let doors = try bind(host.isEmpty ? wildcard(among: addresses) : addresses, sharing: shared)
        let bound = doors.first.flatMap { door in SocketAddress { getsockname(door.descriptor, $0, $1) } }
        if let bound { shared?.take(bound.port) }
        let address = EndpointURI(
            scheme: endpoint.isSecure ? "wss" : "ws",
            host: host.isEmpty ? bound?.host : host,
            port: bound?.port ?? port,
            path: endpoint.path
        )
        let reception = Reception(endpoint, tls: tls, authenticator: authenticator, on: loop)
        return WebSocketListener(doors, at: address, reception: reception, acceptor: acceptor)
    }

    /// Certificates that nobody asks for admit nobody, and those that nobody looks at keep nobody out.
    private static func check(_ authenticator: (any Authenticator)?, _ endpoint: WebSocketEndpoint) throws {
        let isJudged = authenticator?.acceptedKinds.contains(.certificate) == true
        if isJudged, endpoint.clientTrust == nil {
            throw EndpointURIError.missingPart(
                "'clientca' parameter to ask clients for certificates", of: endpoint.isSecure ? "wss" : "ws")
        }
        if endpoint.clientTrust != nil, authenticator == nil {
            throw EndpointURIError.missingPart("authenticator such as 'certificate:' beside 'clientca'", of: "wss")
        }
    }

    private static func context(_ endpoint: WebSocketEndpoint) throws -> TLSContext? {
        guard endpoint.isSecure else { return nil }
        guard let identity = endpoint.identity else {
            throw EndpointURIError.missingPart("'certificate' and a 'key' parameter when listening", of: "wss")
        }
        return try TLSContext(certificate: identity.certificate, key: identity.key, clients: endpoint.clientTrust)
    }

    /// One socket on the IPv6 wildcard serves IPv4 too; without IPv6, that of IPv4 remains.
    private static func wildcard(among addresses: [SocketAddress]) -> [SocketAddress] {
        Array((addresses.filter { $0.family == AF_INET6 } + addresses).prefix(1))
    }

    /// Listens on each of `addresses`; where the port is 0, all get the one that the system chooses for the first.
    private static func bind(_ addresses: [SocketAddress], sharing shared: SharedPort?) throws -> [StreamSocket] {
        var doors: [StreamSocket] = []
        for address in addresses {
            let chosen = doors.first.flatMap { door in SocketAddress { getsockname(door.descriptor, $0, $1) } }
            doors.append(try bind(address.with(port: chosen?.port ?? address.port), sharing: shared))
        }
        return doors
    }

    private static func bind(_ address: SocketAddress, sharing shared: SharedPort?) throws -> StreamSocket {
        let socket = try StreamSocket(family: address.family)
        if shared?.taken != nil { SharedPort.share(socket) }
        socket.set(SO_REUSEADDR, 1, level: SOL_SOCKET)
        if address.family == AF_INET6 {
            socket.set(IPV6_V6ONLY, address.host == "::" ? 0 : 1, level: CInt(IPPROTO_IPV6))
        }
        guard address.withSockaddr({ Glibc.bind(socket.descriptor, $0, $1) }) == 0 else {
            throw SystemError.last("cannot listen on \(address)")
        }
        if shared != nil { SharedPort.share(socket) }
        guard Glibc.listen(socket.descriptor, CInt(SOMAXCONN)) == 0 else {
            throw SystemError.last("cannot listen on \(address)")
        }
        return socket
    }
}
