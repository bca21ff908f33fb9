internal import Frame
internal import HTTP
internal import Streams
internal import TLS
internal import WebSocket

/// Opens one connection to a server, on the loop that its link will live on.
actor WebSocketDialer {
    private let endpoint: WebSocketEndpoint
    private let loop: any EventLoop
    private let tickets: TicketStore
    private let resources: SharedResources
    /// Told how far we have come, if anybody wants to know.
    private let observer: DialObserver?
    /// The attempts to connect, while they last.
    private var race: ConnectionRace?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// How long TLS and the HTTP upgrade may take together.
    private static let handshakeLimit = Duration.seconds(10)
    /// How long all connection attempts to one host may take together; the resolver has time limits of its own.
    private static let connectLimit = Duration.seconds(10)
    /// How long a proxy may take to connect to the server.
    private static let proxyLimit = Duration.seconds(10)

    init(
        _ endpoint: WebSocketEndpoint,
        _ resources: SharedResources,
        tickets: TicketStore,
        on loop: any EventLoop,
        telling observer: DialObserver? = nil
    ) {
        self.endpoint = endpoint
        self.resources = resources
        self.tickets = tickets
        self.loop = loop
        self.observer = observer
    }

    private func tell(_ event: @autoclosure () -> DialEvent) { observer?(event()) }

    /// - Throws: ``TransportError`` naming the server and what it, or the way to it, lacks; `CancellationError` when its task is
    ///   cancelled.
    func connect(as credentials: Credentials) async throws -> sending WebSocketLink {
        try endpoint.checkForConnecting()
        let tls = endpoint.isSecure ? try TLSContext(client: endpoint.security) : nil
        let socket = try await openSocket()
        socket.tuneForFrames(patience: endpoint.liveness.patience)
        let deadline = Deadline(after: Self.handshakeLimit, aborting: socket, on: loop)
        defer { deadline.lift() }
        let stream = ByteStream(
            socket,
            tls: try tls?.clientSession(host: endpoint.serverName, resuming: tickets.take(for: endpoint.ticketKey)),
            egressLimit: Outbound.egressLimit,
            on: loop
        )
        do {
            // Nothing here keeps the stream or the link; that they were used on this actor is what the compiler sees.
            nonisolated(unsafe) let link = try await withTaskCancellationHandler {
                // Any task may dial, and need not prefer the loop.
                try await withTaskExecutorPreference(loop) {
                    try await secure(stream)
                    return try await upgrade(stream, as: credentials)
                }
            } onCancel: {
                // The task that waits for the socket is woken.
                socket.abort()
            }
            return link
        } catch {
            try Task.checkCancellation()
            guard deadline.hasPassed else { throw error }
            tell(.timedOut)
            throw TransportError.unreachable("\(endpoint.authority) did not complete the handshake in time")
        }
    }

    private func secure(_ stream: ByteStream) async throws {
        if endpoint.isSecure { tell(.began(.security)) }
        do {
            try await stream.secure()
        } catch {
            if let (certificate, fault) = stream.distrusted { tell(.distrusted(certificate, fault)) }
            throw error
        }
        if observer != nil, let summary = stream.securitySummary(trusting: endpoint.security.trust) {
            tell(.secured(summary))
        }
    }

    private func upgrade(_ stream: ByteStream, as credentials: Credentials) async throws -> WebSocketLink {
        let handshake = try ClientHandshake(
            host: endpoint.hostField,
            target: endpoint.target,
            nonce: Randomness.bytes(16),
            subprotocols: endpoint.subprotocols,
            compression: endpoint.compression,
            fields: fields(presenting: credentials)
        )
        tell(.began(.upgrade))
        try await stream.write(handshake.request)
        let (response, early) = try await answer(on: stream)
        tell(.answered(AnswerSummary(response)))
        let agreement = try UpgradeAnswer(response, of: endpoint).agreement(with: handshake)
        tell(.upgraded(subprotocol: agreement.subprotocol, isCompressed: agreement.compression != nil))
        if endpoint.security.mayResume, let ticket = stream.ticket { tickets.put(ticket, for: endpoint.ticketKey) }
        stream.cutRecords(by: RecordPolicy(for: agreement))
        let name = "\(endpoint.isSecure ? "wss" : "ws"):\(endpoint.authority)"
        return WebSocketLink(
            role: .client,
            limits: Limits(),
            compression: agreement.compression,
            liveness: endpoint.liveness,
            name: name,
            over: stream,
            queueingIn: resources.memory,
            early: early
        )
    }

    private func answer(on stream: ByteStream) async throws -> (head: ResponseHead, early: ArraySlice<UInt8>) {
        do {
            return try await stream.readHead(ResponseHead.self)
        } catch let error as HeadError {
            throw TransportError.unreachable("\(endpoint.authority) does not answer in HTTP: \(error)")
        }
    }

    private func fields(presenting credentials: Credentials) -> HeaderFields {
        var fields = endpoint.dialing.fields
        if let basic = credentials.basic {
            fields.append("Authorization", BasicCredentials.encode(basic))
        } else if let token = credentials.bearer {
            fields.append("Authorization", "Bearer \(token.reveal())")
        }
        return fields
    }

    // MARK: The way to the server: straight, over a Unix socket, or through a proxy

    /// Opens a connection at whose other end the server is.
    private func openSocket() async throws -> StreamSocket {
        switch endpoint.listenAddress {
        case .unix(let path, _): return try await reachSocket(at: path)
        case .descriptors: throw EndpointURIError.unexpectedPart("'descriptors' parameter when connecting", in: "ws")
        case .network: break
        }
        guard !endpoint.host.isEmpty else {
            throw EndpointURIError.missingPart("host to connect to", of: endpoint.isSecure ? "wss" : "ws")
        }
        if let proxy = endpoint.dialing.proxy { return try await openSocket(through: proxy) }
        return try await reach(endpoint.host, endpoint.port, peer: endpoint.authority)
    }

    private func reachSocket(at path: String) async throws -> StreamSocket {
        guard endpoint.dialing.proxy == nil else {
            throw EndpointURIError.unexpectedPart("'proxy' beside 'unix'", in: "ws")
        }
        return try await reach([SocketAddress(path: path)].compactMap { $0 }, peer: "unix:\(path)")
    }

    /// Asks the proxy for the connection; anew, where it wants to know who asks.
    private func openSocket(through proxy: Proxy) async throws -> StreamSocket {
        var handshake = try handshake(with: proxy)
        while true {
            let socket = try await reach(proxy.host, proxy.port, peer: "\(proxy)")
            tell(.began(.proxy))
            guard try await isOpened(by: proxy, &handshake, socket) else { continue }
            tell(.admittedByProxy)
            return socket
        }
    }

    private func handshake(with proxy: Proxy) throws -> any ProxyHandshake {
        switch proxy.language {
        case .http:
            try ConnectHandshake(to: endpoint.authority, as: proxy.credentials) {
                Base64.encode(Randomness.bytes(16))
            }
        case .socks5: try SOCKSHandshake(to: endpoint.host, port: endpoint.port, as: proxy.credentials)
        }
    }

    /// - Returns: whether the connection leads to the server; if not, another one is to be tried.
    private func isOpened(
        by proxy: Proxy,
        _ handshake: inout any ProxyHandshake,
        _ socket: StreamSocket
    ) async throws -> Bool {
        let deadline = Deadline(after: Self.proxyLimit, aborting: socket, on: loop)
        defer { deadline.lift() }
        let stream = ByteStream(socket, tls: nil, egressLimit: Outbound.egressLimit, on: loop)
        do {
            return try await withTaskCancellationHandler {
                try await converse(&handshake, over: stream, proxy)
            } onCancel: {
                socket.abort()
            }
        } catch {
            try Task.checkCancellation()
            guard deadline.hasPassed else { throw blame(proxy, error) }
            tell(.timedOut)
            throw TransportError.unreachable("\(proxy) did not connect to \(endpoint.authority) in time")
        }
    }

    /// What an error of the conversation with a proxy means to the operator.
    private func blame(_ proxy: Proxy, _ error: any Error) -> any Error {
        guard let error = error as? ProxyError else { return error }
        tell(.refusedByProxy(error))
        return error.transportError(proxy)
    }

    private func converse(
        _ handshake: inout any ProxyHandshake,
        over stream: ByteStream,
        _ proxy: Proxy
    ) async throws -> Bool {
        try await stream.write(handshake.begin())
        var received: [UInt8] = []
        while try await stream.read(into: &received) {
            switch try handshake.advance(received) {
            case .needsMore: continue
            case .send(let bytes):
                received = []
                try await stream.write(bytes)
            case .reconnect: return false
            case .open: return true
            }
        }
        throw TransportError.unreachable("\(proxy) ended the connection without an answer")
    }

    private func reach(_ host: String, _ port: UInt16, peer: String) async throws -> StreamSocket {
        tell(.began(.lookup))
        let addresses = try await loop.offload { try Resolver.addresses(of: host, port: port) }
        tell(.resolved(host: host, addresses: addresses.map(\.host)))
        return try await reach(addresses, peer: peer)
    }

    private func reach(_ addresses: [SocketAddress], peer: String) async throws -> StreamSocket {
        tell(.began(.connection))
        let (loop, observer) = (loop, observer)
        let socket: StreamSocket = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let race = ConnectionRace(to: addresses, peer: peer, on: loop, telling: observer) {
                    continuation.resume(with: $0)
                }
                self.race = race
                race.start(within: Self.connectLimit)
                if Task.isCancelled { race.cancel() }
            }
        } onCancel: {
            loop.execute { self.assumeIsolated { $0.race?.cancel() } }
        }
        tell(.connected(address: socket.peer.map { "\($0)" } ?? peer))
        return socket
    }
}
