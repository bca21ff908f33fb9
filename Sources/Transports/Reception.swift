internal import Frame
internal import WebSocket

/// Sees a peer from its first byte to an established link: TLS, HTTP head, path, credentials, upgrade; in this order, so that
/// nothing is set up for a peer that has no right to it.
struct Reception: Sendable {
    let endpoint: WebSocketEndpoint
    let identity: ServerIdentity?
    let authenticator: (any Authenticator)?
    let loop: any EventLoop
    let limits = Limits()
    private let policy: ServerHandshake

    /// How long the handshake may take in all.
    static let limit = Duration.seconds(10)
    /// How long a peer that was refused may take to read why.
    private static let farewell = Duration.seconds(1)

    init(
        _ endpoint: WebSocketEndpoint, identity: ServerIdentity?, authenticator: (any Authenticator)?,
        on loop: any EventLoop
    ) {
        self.endpoint = endpoint
        self.identity = identity
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

    /// - Parameter address: the peer's, which a proxy that is trusted may have written down in the request.
    /// - Throws: why the peer was not admitted; it has been told.
    nonisolated(nonsending) func receive(_ socket: StreamSocket, from address: inout SocketAddress) async throws -> (
        WebSocketLink, Peer
    ) {
        socket.tuneForFrames()
        let deadline = Deadline(after: Self.limit, aborting: socket, on: loop)
        defer { deadline.lift() }
        let stream = ByteStream(
            socket,
            tls: try identity?.context.serverSession(peer: address.description),
            egressLimit: WebSocketLink.egressLimit,
            on: loop
        )
        do {
            try await stream.secure()
            return try await upgrade(stream, &address)
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
        _ address: inout SocketAddress
    ) async throws -> (WebSocketLink, Peer) {
        let (request, early) = try await readRequest(stream)
        address = try origin(of: request, from: address)
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
            name: name,
            over: stream,
            early: early
        )
        return (link, Peer(address: address.description, principal: principal))
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

    /// - Returns: whom a request is from, as far as those are trusted who say so.
    private func origin(of request: RequestHead, from address: SocketAddress) throws -> SocketAddress {
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

    private static func credentials(in request: RequestHead) -> Credentials {
        guard let field = request.fields["Authorization"] else { return .none }
        let parts = field.split(separator: " ")
        if parts.count == 2, parts[0].lowercased() == "bearer" { return .bearer(Secret(String(parts[1]))) }
        return Credentials(basic: BasicCredentials.decode(field))
    }
}
