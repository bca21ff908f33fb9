internal import Frame
internal import HTTP
internal import Streams
internal import TLS
internal import WebSocket

/// Opens one connection to a server, on the loop that its link will live on.
actor WebSocketDialer {
    let endpoint: WebSocketEndpoint
    let loop: any EventLoop
    private let tickets: TicketStore
    private let resources: SharedResources
    /// Told how far we have come, if anybody wants to know.
    let observer: DialObserver?
    /// The attempts to connect, while they last.
    var race: ConnectionRace?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// How long TLS and the HTTP upgrade may take together.
    private static let handshakeLimit = Duration.seconds(10)

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

    func tell(_ event: @autoclosure () -> DialEvent) { observer?(event()) }

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
                // Whoever dials may be any task, which need not prefer the loop.
                try await withTaskExecutorPreference(loop) {
                    try await secure(stream)
                    return try await upgrade(stream, as: credentials)
                }
            } onCancel: {
                // Whoever waits for the socket is woken.
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
        let agreement = try judge(response, handshake)
        tell(.upgraded(subprotocol: agreement.subprotocol, isCompressed: agreement.compression != nil))
        if endpoint.security.mayResume, let ticket = stream.ticket { tickets.put(ticket, for: endpoint.ticketKey) }
        stream.recordPolicy = RecordPolicy(for: agreement)
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

    private func judge(_ response: ResponseHead, _ handshake: ClientHandshake) throws -> Agreement {
        do {
            return try handshake.agreement(from: response)
        } catch .refused(let status, let reason) {
            let answer = "\(endpoint.authority) answered \(status) \(reason)"
            switch status {
            case 401, 407: throw TransportError.refused("\(answer): \(Self.blame(response))")
            case 403:
                throw TransportError.refused("\(answer): it may want a client certificate, or not welcome our origin")
            case 300...399: throw TransportError.unreachable("\(answer): redirects are not followed")
            case 404: throw TransportError.unreachable("\(answer): no tunnel is served at '\(endpoint.path)'")
            case 429:
                throw TransportError.busy(
                    "\(answer): too many wrong passwords or tokens have come from here",
                    retryAfter: Self.delay(response))
            case 503:
                throw TransportError.busy(
                    "\(answer): the server admits no client now, and its log says why", retryAfter: Self.delay(response)
                )
            default: throw TransportError.unreachable(answer)
            }
        } catch {
            throw TransportError.unreachable("\(endpoint.authority): \(error)")
        }
    }

    /// How long the server wants to be left alone (RFC 9110 §10.2.3).
    ///
    /// Not at all if it does not say, or says it by a date.
    private static func delay(_ response: ResponseHead) -> Duration {
        let seconds = response.fields["Retry-After"].flatMap { UInt16($0) }
        return .seconds(Int64(seconds ?? 0))
    }

    /// What the server asks for and has not got.
    private static func blame(_ response: ResponseHead) -> String {
        let challenges = response.fields.values(of: "WWW-Authenticate").map { $0.lowercased() }
        let asksForToken = challenges.contains { $0.hasPrefix("bearer") }
        let asksForPassword = challenges.contains { $0.hasPrefix("basic") } || !asksForToken
        let proofs = (asksForPassword ? ["the user name or password"] : []) + (asksForToken ? ["the token"] : [])
        return proofs.joined(separator: " or ") + " is wrong or missing"
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
}
