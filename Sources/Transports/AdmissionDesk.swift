internal import Frame

/// Where peers wait that have presented their credentials, while an authenticator decides on them.
///
/// However slow it is, they keep nobody out who has yet to shake hands, and nobody keeps them out: beyond so many, the next are told
/// to come back later. Whoever guesses passwords is slowed down by his address alone.
actor AdmissionDesk {
    private let authenticator: any Authenticator
    private let loop: any EventLoop
    private var limiter = AttemptLimiter(burst: 10, interval: .seconds(5), capacity: 4096)
    private var regulars = Regulars(capacity: 4096)
    private var guests = 0
    private var guestsOf: [PeerNetwork: Int] = [:]
    /// Those that wait for others of their network.
    private var waiting: [PeerNetwork: [CheckedContinuation<Void, Never>]] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// The most peers that are decided on or wait for it.
    private static let capacity = 512
    /// The most of them that are of one network.
    private static let capacityPerNetwork = 128

    /// What a peer can present to be admitted.
    nonisolated var acceptedKinds: Credentials.Kinds { authenticator.acceptedKinds }

    init(_ authenticator: any Authenticator, on loop: any EventLoop) {
        self.authenticator = authenticator
        self.loop = loop
    }

    /// What came of it.
    enum Decision: Sendable {
        /// The peer is this principal.
        case admitted(Principal)
        /// The credentials are wrong, or there are none.
        case refused
        /// Too many were wrong that came from there; how long to wait.
        case tooManyFailures(Duration)
        /// Too many peers wait.
        case full
        /// The authenticator could not decide, and why.
        case undecided(any Error)
    }

    /// Decides on credentials.
    ///
    /// - Parameter network: where they came from.
    func decide(on credentials: Credentials, from network: PeerNetwork) async -> Decision {
        guard guests < Self.capacity, guestsOf[network, default: 0] < Self.capacityPerNetwork else { return .full }
        enter(network)
        defer { leave(network) }
        // Only what can be guessed is counted.
        guard credentials.basic != nil || credentials.bearer != nil else { return await ask(credentials) }
        return await decideCounted(credentials, network)
    }

    private func decideCounted(_ credentials: Credentials, _ network: PeerNetwork) async -> Decision {
        let isRegular = regulars.contains(credentials, from: network)
        while true {
            switch limiter.begin(from: network, at: loop.now) {
            case .begins:
                let decision = await ask(credentials)
                settle(decision, credentials, network)
                return decision
            case .waits where !isRegular:
                await withCheckedContinuation { waiting[network, default: []].append($0) }
            case .refused(let delay) where !isRegular: return .tooManyFailures(delay)
            case .waits, .refused:
                let decision = await ask(credentials)
                if case .refused = decision { regulars.forget(credentials, from: network) }
                return decision
            }
        }
    }

    private func ask(_ credentials: Credentials) async -> Decision {
        do {
            // Our task prefers the loop. Whatever an authenticator does would keep frames waiting there.
            let principal = try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await authenticator.authenticate(credentials)
            }
            return principal.map { .admitted($0) } ?? .refused
        } catch is AuthenticatorBusy {
            return .full
        } catch {
            return .undecided(error)
        }
    }

    /// Counts a decision, and lets those go on that waited for it.
    private func settle(_ decision: Decision, _ credentials: Credentials, _ network: PeerNetwork) {
        var isFailure = false
        switch decision {
        case .admitted: regulars.remember(credentials, from: network)
        case .refused:
            isFailure = true
            regulars.forget(credentials, from: network)
        // One authenticator of several may have found the password wrong.
        case .undecided: isFailure = true
        case .tooManyFailures, .full: break
        }
        limiter.end(from: network, isFailure: isFailure, at: loop.now)
        for peer in waiting.removeValue(forKey: network) ?? [] { peer.resume() }
    }

    private func enter(_ network: PeerNetwork) {
        guests += 1
        guestsOf[network, default: 0] += 1
    }

    private func leave(_ network: PeerNetwork) {
        guests -= 1
        let count = guestsOf[network, default: 1] - 1
        guestsOf[network] = count > 0 ? count : nil
    }
}
