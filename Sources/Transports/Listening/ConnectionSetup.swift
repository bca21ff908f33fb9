internal import Frame
internal import HTTP
internal import Streams
internal import TLS
internal import WebSocket

/// Sees a connection from its first byte to an established link: TLS, HTTP head, path, credentials, upgrade; in this order, so that
/// nothing is set up for a peer that has no right to it.
///
/// How far it has come is its phase, with its time, its place among the half-open connections, and its refusal.
final class ConnectionSetup {
    private let rules: SetupRules
    private let socket: StreamSocket
    private let deadline: Deadline
    /// Whether the socket has one of the last descriptors: then its peer is only told so.
    private let isLast: Bool
    /// Its place among the half-open connections.
    let place: HalfOpenConnections.Place
    /// Who the peer is, as far as is known: a trusted proxy may say another address than the socket's.
    private(set) var peer: Peer
    private var phase: SetupPhase

    /// How long each phase may take for a peer on one of the last descriptors.
    private static let shortLimit = Duration.seconds(2)
    /// How long a peer that was refused may take to read why.
    private static let farewell = Duration.seconds(1)

    /// Begins, on the loop of `rules`.
    init(_ rules: SetupRules, _ socket: StreamSocket, from address: PeerAddress) {
        self.rules = rules
        self.socket = socket
        peer = Peer(address: address, principal: nil)
        let proxies = rules.endpoint.proxies
        let isProxy = proxies.trusts(address)
        phase = isProxy && proxies.expectsPreamble ? .preamble : .transport
        place = rules.resources.halfOpen.enter(socket, from: isProxy ? nil : address.host)
        isLast = DescriptorReserve.holds(socket.descriptor)
        deadline = Deadline(aborting: socket, on: rules.loop)
    }

    /// Ends the connection.
    func abort() { socket.abort() }

    /// Goes through the phases.
    ///
    /// - Throws: why the peer was not admitted; it has been told.
    nonisolated(nonsending) func run() async throws -> sending WebSocketLink {
        defer { deadline.lift() }
        enter(phase)
        if phase == .preamble { try await takePreamble() }
        socket.tuneForFrames(patience: rules.endpoint.liveness.patience)
        let stream = ByteStream(
            socket,
            tls: try rules.identity?.context.serverSession(peer: peer.address.description),
            egressLimit: Outbound.egressLimit,
            on: rules.loop
        )
        do {
            // The setup does not keep the link; that it was made here is what the compiler sees.
            nonisolated(unsafe) let link = try await establish(over: stream)
            return link
        } catch {
            let reason = await refuse(error, on: stream)
            rules.resources.memory.freed(ByteStream.openingSize, on: rules.loop)
            throw reason
        }
    }

    private func enter(_ phase: SetupPhase) {
        self.phase = phase
        place.setHalfOpen(phase.isHalfOpen)
        let limit = phase.limit.map { isLast ? min($0, Self.shortLimit) : $0 }
        deadline.begin(after: limit, leavingRoomToAnswer: phase.refusal != nil)
    }

    // MARK: The phases

    private nonisolated(nonsending) func takePreamble() async throws {
        let stream = ByteStream(socket, tls: nil, egressLimit: 0, on: rules.loop)
        if case .peer(let peer) = try await stream.takePreamble() { name(peer.makePeerAddress()) }
        enter(.transport)
    }

    private nonisolated(nonsending) func establish(over stream: ByteStream) async throws -> WebSocketLink {
        try await secure(stream)
        enter(.request)
        let (request, early) = try await stream.readHead(RequestHead.self)
        switch try rules.router.route(of: request) {
        case .tunnel: return try await openTunnel(for: request, early: early, over: stream)
        }
    }

    private nonisolated(nonsending) func openTunnel(
        for request: RequestHead,
        early: ArraySlice<UInt8>,
        over stream: ByteStream
    ) async throws -> WebSocketLink {
        guard !isLast else { throw Rejection.noDescriptors }
        try name(origin(of: request))
        enter(.authentication)
        let decision = await decide(on: request, stream)
        enter(.upgrade)
        peer = Peer(address: peer.address, principal: try decision.get())
        let admission = try enrol()
        let acceptance = try rules.handshake.accept(request)
        try await stream.write(acceptance.response)
        return makeLink(over: stream, acceptance.agreement, early: early, admission)
    }

    /// Completes the TLS handshake; a peer whose certificate is no good gets to hear of it.
    private nonisolated(nonsending) func secure(_ stream: ByteStream) async throws {
        do {
            try await stream.secure()
        } catch let refusal as TransportError {
            guard case .refused = refusal else { throw refusal }
            let deadline = Deadline(after: Self.farewell, aborting: socket, on: rules.loop)
            defer { deadline.lift() }
            await stream.linger()
            throw refusal
        }
    }

    /// - Returns: where a request is from, as far as those are trusted who say so.
    private func origin(of request: RequestHead) throws(Refusal) -> PeerAddress {
        let proxies = rules.endpoint.proxies
        guard proxies.trusts(peer.address) else { return peer.address }
        return try ForwardedPath(request.fields).origin(behind: peer.address, proxies)
    }

    private func name(_ address: PeerAddress) {
        guard address != peer.address else { return }
        peer = Peer(address: address, principal: nil)
        place.name(address.host)
    }

    /// - Returns: who the peer is, or `nil` when every peer is admitted; then credentials are not looked at, for old clients send some
    ///   that mean nothing.
    private nonisolated(nonsending) func decide(
        on request: RequestHead,
        _ stream: ByteStream
    ) async -> Result<Principal?, Rejection> {
        guard let authenticator = rules.authenticator else { return .success(nil) }
        var credentials = Credentials(presentedBy: request)
        credentials.certificate = stream.clientCertificate
        let gate = rules.resources.gate
        switch await gate.decide(on: credentials, from: peer.address.host, by: authenticator, on: rules.loop) {
        case .admitted(let principal): return .success(principal)
        case .refused:
            let refusal = Refusal.unauthorized(realm: "etherws", schemes: authenticator.acceptedKinds.schemes)
            return .failure(Rejection(refusal, because: TransportError.refused(credentials.blame)))
        case .tooManyFailures(let delay): return .failure(.tooManyFailures(retryAfter: delay))
        case .full: return .failure(.tooManyWait)
        case .undecided(let error): return .failure(Rejection(.unavailable(), because: error))
        }
    }

    /// Counts a peer that is admitted, if there is a place for it.
    private func enrol() throws -> ConnectionLimiter.Admission {
        do throws(TransportError) {
            return try rules.resources.limiter.admit(from: peer.address.host, as: peer.principal)
        } catch {
            throw Rejection(.unavailable(), because: error)
        }
    }

    private func makeLink(
        over stream: ByteStream,
        _ agreement: Agreement,
        early: ArraySlice<UInt8>,
        _ admission: ConnectionLimiter.Admission
    ) -> WebSocketLink {
        stream.cutRecords(by: RecordPolicy(for: agreement))
        return WebSocketLink(
            role: .server,
            limits: Limits(),
            compression: agreement.compression,
            liveness: rules.endpoint.liveness,
            name: "\(rules.endpoint.isSecure ? "wss" : "ws"):\(peer.address)",
            over: stream,
            queueingIn: rules.resources.memory,
            early: early,
            admission: admission
        )
    }

    // MARK: Refusals

    /// Tells the peer why it is not admitted, as far as it is to know.
    ///
    /// - Returns: what the operator is told.
    private nonisolated(nonsending) func refuse(_ error: any Error, on stream: ByteStream) async -> any Error {
        if let rejection = Rejection(of: error) {
            try? await tell(rejection.refusal, stream)
            return rejection.reason
        }
        guard deadline.hasPassed else { return error }
        if let refusal = phase.refusal, stream.hasBeenAddressed { try? await tell(refusal, stream) }
        return TransportError.unreachable("the handshake was not completed in time")
    }

    /// Sends a refusal and waits, not for long, until the peer has read it.
    private nonisolated(nonsending) func tell(_ refusal: Refusal, _ stream: ByteStream) async throws {
        let deadline = Deadline(after: Self.farewell, aborting: socket, on: rules.loop)
        defer { deadline.lift() }
        try await stream.write(refusal.response)
        stream.finishSending()
        var ignored: [UInt8] = []
        while try await stream.read(into: &ignored) { ignored.removeAll(keepingCapacity: true) }
    }
}
