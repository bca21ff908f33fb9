/// Who may have its credentials judged, and in which order.
///
/// A flood of guesses from one network leaves seats and turns to the others. Known credentials have seats and turns of their own, which
/// are there even when the guesses come from everywhere.
///
/// Pure: told the time.
struct AuthenticationQueue {
    typealias Answer = AuthenticationLane.Answer

    private var limiter: AttemptLimiter
    private var ordinary: AuthenticationLane
    private var known: AuthenticationLane
    private var arrivals = 0

    /// - Parameters:
    ///   - seats: for those who wait and those who are judged, and how many of them are for known credentials alone.
    ///   - turns: how many are judged at once, of known credentials and of others.
    init(limiter: AttemptLimiter, seats: Int, known: Int, turns: Int) {
        self.limiter = limiter
        ordinary = AuthenticationLane(seats: seats - known, turns: turns)
        self.known = AuthenticationLane(seats: known, turns: turns)
    }

    /// A client wants a decision.
    ///
    /// - Parameters:
    ///   - isGuessable: whether it presents what can be guessed.
    ///   - isKnown: whether just that was right lately.
    /// - Returns: its number, and what it is told; `nil` if it has to wait.
    mutating func enter(
        _ networks: NestedNetworks,
        isGuessable: Bool,
        isKnown: Bool,
        at now: Duration
    ) -> (number: Int, answer: Answer?) {
        arrivals += 1
        let applicant = AuthenticationLane.Applicant(networks, isGuess: isGuessable && !isKnown)
        if isKnown, known.hasSeat(for: networks) {
            return (arrivals, known.enter(arrivals, applicant, at: now, &limiter))
        }
        return (arrivals, ordinary.enter(arrivals, applicant, at: now, &limiter))
    }

    /// One that was told ``AuthenticationLane/Answer/begins`` has been judged.
    ///
    /// - Returns: who else is told what now.
    mutating func finish(_ number: Int, isFailure: Bool, at now: Duration) -> [(number: Int, answer: Answer)] {
        known.contains(number)
            ? known.finish(number, isFailure: isFailure, at: now, &limiter)
            : ordinary.finish(number, isFailure: isFailure, at: now, &limiter)
    }
}
