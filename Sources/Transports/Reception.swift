internal import Frame
internal import WebSocket

/// Sees a peer from its first byte to an established link: TLS, HTTP head, path, credentials, upgrade; in this order, so that
/// nothing is set up for a peer that has no right to it.
struct Reception: Sendable {
    let endpoint: WebSocketEndpoint
    let tls: TLSContext?
    let authenticator: (any Authenticator)?
    let loop: any EventLoop
    private let limits = Limits()
    private let policy: ServerHandshake

    /// How long the handshake may take in all.
    private static let limit = Duration.seconds(10)
    /// How long a peer that was refused may take to read why.
    private static let farewell = Duration.seconds(1)

    init(_ endpoint: WebSocketEndpoint, tls: TLSContext?, authenticator: (any Authenticator)?, on loop: any EventLoop) {
        self.endpoint = endpoint
        self.tls = tls
        self.authenticator = authenticator
        self.loop = loop
        policy = ServerHandshake(
            subprotocols: [Subprotocol.etherws],
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

    /// - Parameter address: the peer's, for names.
    /// - Throws: why the peer was not admitted; it has been told.
    nonisolated(nonsending) func receive(_ socket: StreamSocket, from address: String) async throws -> (
        WebSocketLink, Peer
    ) {
        socket.tuneForFrames(patience: endpoint.liveness.patience)
        let deadline = Deadline(after: Self.limit, aborting: socket, on: loop)
        defer { deadline.lift() }
        let stream = ByteStream(
            socket, tls: try tls?.serverSession(peer: address), egressLimit: WebSocketLink.egressLimit, on: loop)
        do {
            try await stream.secure()
            return try await upgrade(stream, address)
        } catch let rejection as Rejection {
            try? await tell(rejection.refusal, stream)
            throw rejection.reason
        } catch {
            guard deadline.hasPassed else { throw error }
            throw TransportError.unreachable("the handshake was not completed in time")
        }
    }

    private nonisolated(nonsending) func upgrade(
        _ stream: ByteStream,
        _ address: String
    ) async throws -> (WebSocketLink, Peer) {
        let (request, early) = try await readRequest(stream)
        guard let path = try? EndpointURI("ws://host" + request.path).path, path == endpoint.path else {
            throw Rejection(.notFound)
        }
        let principal = try await authenticate(request)
        let acceptance = try accept(request)
        try await stream.write(acceptance.response)
        stream.recordPolicy = RecordPolicy(for: acceptance.agreement)
        let name = "\(endpoint.isSecure ? "wss" : "ws"):\(address)"
        let link = WebSocketLink(
            role: .server,
            limits: limits,
            compression: acceptance.agreement.compression,
            liveness: endpoint.liveness,
            name: name,
            over: stream,
            early: early
        )
        return (link, Peer(address: address, principal: principal))
    }

    private nonisolated(nonsending) func readRequest(
        _ stream: ByteStream
    ) async throws -> (RequestHead, ArraySlice<UInt8>) {
        do {
            return try await stream.readHead(RequestHead.self, limits: limits)
        } catch let error as HeadError {
            throw Rejection(Refusal(error))
        }
    }

    /// - Returns: who the peer is, or `nil` when everybody is admitted; then credentials are not looked at, for old clients send
    ///   some that mean nothing.
    private nonisolated(nonsending) func authenticate(_ request: RequestHead) async throws -> Principal? {
        guard let authenticator else { return nil }
        let credentials = Self.credentials(in: request)
        let principal: Principal?
        do {
            principal = try await authenticator.authenticate(credentials)
        } catch {
            throw Rejection(.unavailable, because: error)
        }
        guard let principal else {
            let who = credentials.basic.map { "wrong password, or unknown user '\($0.user)'" } ?? "no credentials"
            throw Rejection(.unauthorized(realm: "etherws"), because: TransportError.refused(who))
        }
        return principal
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

    private static func credentials(in request: RequestHead) -> Credentials {
        guard let field = request.fields["Authorization"] else { return .none }
        let parts = field.split(separator: " ")
        if parts.count == 2, parts[0].lowercased() == "bearer" { return .bearer(Secret(String(parts[1]))) }
        return Credentials(basic: BasicCredentials.decode(field))
    }
}
