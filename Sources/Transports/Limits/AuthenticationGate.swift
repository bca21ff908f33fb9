internal import Frame
internal import Linux

/// Where peers wait that have presented their credentials, while an authenticator decides on them; one for all loops of a listener.
///
/// However slow the authenticator is, those who wait keep no handshake from being completed, and those who shake hands do not turn them
/// out. Which of them it is asked about, and when, is up to the ``AuthenticationQueue``.
final class AuthenticationGate: Sendable {
    private let state = Locked(State())

    private struct State: Sendable {
        // Those that the password file's two threads would take seconds for wait here, where turns are given fairly.
        var queue = AuthenticationQueue(limiter: AttemptLimiter(capacity: 12_288), seats: 512, known: 128, turns: 32)
        var known = KnownCredentials(capacity: 4_096, perPrincipal: 16)
        /// Those who wait, and those whose answer has come first.
        var waiting: [Int: CheckedContinuation<AuthenticationQueue.Answer, Never>] = [:]
        var answers: [Int: AuthenticationQueue.Answer] = [:]
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
    /// - Parameters:
    ///   - host: where they came from.
    ///   - authenticator: who is asked, when it is their turn.
    ///   - loop: the caller's; all loops tell the same time.
    nonisolated(nonsending) func decide(
        on credentials: Credentials,
        from host: PeerAddress.Host,
        by authenticator: any Authenticator,
        on loop: any EventLoop
    ) async -> Decision {
        let networks = NestedNetworks(of: host)
        // Only what can be guessed is counted.
        let isGuessable = credentials.basic != nil || credentials.bearer != nil
        let (number, first) = state.withLock { state in
            let isKnown = isGuessable && state.known.contains(credentials, from: networks.narrowest)
            return state.queue.enter(networks, isGuessable: isGuessable, isKnown: isKnown, at: loop.now)
        }
        switch await answer(first, to: number) {
        case .refused(let delay): return .tooManyFailures(delay)
        case .full: return .full
        case .begins: break
        }
        let decision = await Self.ask(authenticator, credentials)
        if isGuessable { learn(decision, credentials, networks.narrowest) }
        finish(number, isFailure: decision.isFailure, at: loop.now)
        return decision
    }

    private nonisolated(nonsending) func answer(
        _ answer: AuthenticationQueue.Answer?,
        to number: Int
    ) async -> AuthenticationQueue.Answer {
        if let answer { return answer }
        return await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> AuthenticationQueue.Answer? in
                if let answer = state.answers.removeValue(forKey: number) { return answer }
                state.waiting[number] = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    private static func ask(_ authenticator: any Authenticator, _ credentials: Credentials) async -> Decision {
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

    private func learn(_ decision: Decision, _ credentials: Credentials, _ network: PeerNetwork) {
        state.withLock { state in
            switch decision {
            case .admitted(let principal): state.known.remember(credentials, from: network, as: principal)
            case .refused: state.known.forget(credentials, from: network)
            case .undecided, .tooManyFailures, .full: break
            }
        }
    }

    /// Tells those who wait and need to no longer.
    private func finish(_ number: Int, isFailure: Bool, at now: Duration) {
        let told = state.withLock { state in
            state.queue.finish(number, isFailure: isFailure, at: now).compactMap { number, answer in
                let continuation = state.waiting.removeValue(forKey: number)
                if continuation == nil { state.answers[number] = answer }
                return continuation.map { ($0, answer) }
            }
        }
        for (continuation, answer) in told { continuation.resume(returning: answer) }
    }
}

extension AuthenticationGate.Decision {
    /// Whether it counts as a wrong guess.
    ///
    /// One authenticator of several may have found the password wrong where another could not decide.
    fileprivate var isFailure: Bool {
        switch self {
        case .refused, .undecided: true
        case .admitted, .tooManyFailures, .full: false
        }
    }
}
