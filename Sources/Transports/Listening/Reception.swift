internal import Frame
internal import HTTP
internal import Streams
internal import TLS
internal import WebSocket

/// Sees a peer from its first byte to an established link: TLS, HTTP head, path, credentials, upgrade; in this order, so that
/// nothing is set up for a peer that has no right to it.
struct Reception: Sendable {
    let endpoint: WebSocketEndpoint
    let resources: SharedResources
    let identity: ServerIdentity?
    /// Decides who is admitted; `nil` admits everybody.
    private let authenticator: (any Authenticator)?
    let loop: any EventLoop
    private let policy: ServerHandshake

    /// How long the handshake may take in all, but for the decision.
    static let limit = Duration.seconds(10)
    /// How long it may take to decide whether a peer is admitted.
    private static let decisionLimit = Duration.seconds(30)
    /// How long it may take for a peer on one of the last descriptors, who is only told so.
    private static let shortLimit = Duration.seconds(2)
    /// How long a peer that was refused may take to read why.
    private static let farewell = Duration.seconds(1)

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
        policy = ServerHandshake(
            subprotocols: endpoint.subprotocols,
            allowedOrigins: endpoint.clients.origins,
            acceptsOldClients: endpoint.clients.servesOldClients,
            compression: endpoint.compression
        )
    }

    /// Why a peer was not admitted: what it is told, and what the operator is told.
    private struct Rejection: Error {
        let refusal: Refusal
        let reason: any Error

        init(_ refusal: Refusal, because reason: (any Error)? = nil) {
            self.refusal = refusal
            self.reason = reason ?? TransportError.refused(refusal.description)
        }
    }

    /// - Parameters:
    ///   - address: the peer's, which a proxy that is trusted may have written down in the request.
    ///   - isDecidedOn: told `true` when the peer has done its part and waits for a decision, and `false` when it is there.
    /// - Throws: why the peer was not admitted; it has been told.
    nonisolated(nonsending) func receive(
        _ socket: StreamSocket,
        from address: inout PeerAddress,
        isDecidedOn: @Sendable (Bool) -> Void
    ) async throws -> (WebSocketLink, Peer) {
        socket.tuneForFrames(patience: endpoint.liveness.patience)
        let isLast = DescriptorReserve.holds(socket.descriptor)
        let deadline = Deadline(after: isLast ? Self.shortLimit : Self.limit, aborting: socket, on: loop)
        defer { deadline.lift() }
        var isEstablished = false
        defer { if !isEstablished { resources.memory.freed(ByteStream.openingSize, on: loop) } }
        let stream = ByteStream(
            socket,
            tls: try identity?.context.serverSession(peer: address.description),
            egressLimit: Outbound.egressLimit,
            on: loop
        )
        do {
            try await secure(stream)
            deadline.leavesRoomToAnswer = true
            let request = try await readRequest(stream)
            deadline.leavesRoomToAnswer = false
            guard !isLast else {
                throw Rejection(
                    .unavailable(retryAfter: 1),
                    because: TransportError.refused("the process has no descriptors to spare"))
            }
            address = try origin(of: request.head, from: address)
            deadline.renew(after: Self.decisionLimit)
            isDecidedOn(true)
            let principal = try await admit(request.head, stream, address) { isDecidedOn(false) }
            deadline.renew(after: Self.limit)
            let admission = try enrol(address, principal)
            let peer = Peer(address: address, principal: principal)
            let link = try await upgrade(stream, request, peer, admission)
            isEstablished = true
            return (link, peer)
        } catch let rejection as Rejection {
            try? await tell(rejection.refusal, stream)
            throw rejection.reason
        } catch {
            guard deadline.hasPassed else { throw error }
            // Who has said nothing, such as a browser that connects in advance, has asked nothing (RFC 9110 §15.5.9).
            if deadline.leavesRoomToAnswer, stream.hasBeenAddressed { try? await tell(.timeout, stream) }
            throw TransportError.unreachable("the handshake was not completed in time")
        }
    }

    /// Completes the TLS handshake; a peer whose certificate is no good gets to hear of it.
    private nonisolated(nonsending) func secure(_ stream: ByteStream) async throws {
        do {
            try await stream.secure()
        } catch let refusal as TransportError {
            guard case .refused = refusal else { throw refusal }
            let deadline = Deadline(after: Self.farewell, aborting: stream.socket, on: loop)
            defer { deadline.lift() }
            await stream.linger()
            throw refusal
        }
    }

    private nonisolated(nonsending) func upgrade(
        _ stream: ByteStream,
        _ request: (head: RequestHead, early: ArraySlice<UInt8>),
        _ peer: Peer,
        _ admission: ConnectionCensus.Admission
    ) async throws -> WebSocketLink {
        let acceptance = try accept(request.head)
        try await stream.write(acceptance.response)
        stream.recordPolicy = RecordPolicy(for: acceptance.agreement)
        return WebSocketLink(
            role: .server,
            limits: Limits(),
            compression: acceptance.agreement.compression,
            liveness: endpoint.liveness,
            name: "\(endpoint.isSecure ? "wss" : "ws"):\(peer.address)",
            over: stream,
            queueingIn: resources.memory,
            early: request.early,
            admission: admission
        )
    }

    /// Reads the request, for a path that is served.
    private nonisolated(nonsending) func readRequest(
        _ stream: ByteStream
    ) async throws -> (head: RequestHead, early: ArraySlice<UInt8>) {
        do {
            let request = try await stream.readHead(RequestHead.self)
            guard let path = try? EndpointURI("ws://host" + request.head.path).path, path == endpoint.path else {
                throw Rejection(.notFound)
            }
            return request
        } catch let error as HeadError {
            throw Rejection(Refusal(error))
        }
    }

    /// - Parameter hasDecided: called when it is known whether the peer is admitted.
    /// - Returns: who the peer is, or `nil` when everybody is admitted; then credentials are not looked at, for old clients send
    ///   some that mean nothing.
    private nonisolated(nonsending) func admit(
        _ request: RequestHead,
        _ stream: ByteStream,
        _ address: PeerAddress,
        hasDecided: () -> Void
    ) async throws -> Principal? {
        defer { hasDecided() }
        guard let authenticator else { return nil }
        var credentials = Credentials(presentedBy: request)
        credentials.certificate = stream.clientCertificate
        switch await resources.gate.decide(on: credentials, from: address.host, by: authenticator, on: loop) {
        case .admitted(let principal): return principal
        case .refused:
            let refusal = Refusal.unauthorized(realm: "etherws", schemes: authenticator.acceptedKinds.schemes)
            throw Rejection(refusal, because: TransportError.refused(credentials.blame))
        case .tooManyFailures(let delay):
            let reason = TransportError.refused("too many wrong credentials have come from this network")
            throw Rejection(.tooManyRequests(retryAfter: Int(delay.components.seconds) + 1), because: reason)
        case .full:
            throw Rejection(.unavailable(), because: TransportError.refused("too many peers wait for a decision"))
        case .undecided(let error): throw Rejection(.unavailable(), because: error)
        }
    }

    /// Counts a peer that is admitted, if there is a place for it.
    private func enrol(_ address: PeerAddress, _ principal: Principal?) throws -> ConnectionCensus.Admission {
        do throws(TransportError) {
            return try resources.census.admit(from: address.host, as: principal)
        } catch {
            throw Rejection(.unavailable(), because: error)
        }
    }

    /// - Returns: whom a request is from, as far as those are trusted who say so.
    private func origin(of request: RequestHead, from address: PeerAddress) throws -> PeerAddress {
        guard endpoint.proxies.trusts(address) else { return address }
        do throws(Refusal) {
            return try ForwardedPath(request.fields).origin(behind: address, endpoint.proxies)
        } catch {
            throw Rejection(error)
        }
    }

    private func accept(_ request: RequestHead) throws -> ServerHandshake.Acceptance {
        do throws(Refusal) {
            return try policy.accept(request)
        } catch {
            throw Rejection(error)
        }
    }

    /// Sends a refusal and waits, not for long, until the peer has read it.
    private nonisolated(nonsending) func tell(_ refusal: Refusal, _ stream: ByteStream) async throws {
        let deadline = Deadline(after: Self.farewell, aborting: stream.socket, on: loop)
        defer { deadline.lift() }
        try await stream.write(refusal.response)
        stream.finishSending()
        var ignored: [UInt8] = []
        while try await stream.read(into: &ignored) { ignored.removeAll(keepingCapacity: true) }
    }
}
