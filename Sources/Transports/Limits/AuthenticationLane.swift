/// Seats for those who wait for a decision, and turns for those who are judged, both shared fairly between networks.
///
/// A turn that becomes free goes to the site that has the fewest, and there to who has waited for longest. Pure: told the time.
struct AuthenticationLane {
    private var seats: FairSeats
    private var turns: FairSeats
    private var applicants: [Int: Applicant] = [:]
    /// Those without a turn, in the order of their arrival.
    private var waiting: [Int] = []

    /// Who wants a decision.
    struct Applicant {
        let networks: NestedNetworks
        /// Whether its credentials could be a guess.
        let isGuess: Bool
        fileprivate var since = Duration.zero

        init(_ networks: NestedNetworks, isGuess: Bool) { (self.networks, self.isGuess) = (networks, isGuess) }
    }

    /// What an applicant is told.
    enum Answer: Equatable {
        /// It is judged now; ``finish(_:isFailure:at:_:)`` is told what came of it.
        case begins
        /// Too many wrong credentials have come from its network; when to come back.
        case refused(Duration)
        /// There is no seat, or it has waited for too long.
        case full
    }

    /// How long an applicant waits for its turn.
    static let patience = Duration.seconds(15)
    /// A host alone gets a third, an IPv6 /56 three sevenths, a site a half.
    private static let shares = FairSeats.Shares(host: 50, subnet: 75, site: 100)

    /// - Parameters:
    ///   - seats: for those who wait and those who are judged.
    ///   - turns: how many are judged at once.
    init(seats: Int, turns: Int) {
        self.seats = FairSeats(seats, shares: Self.shares)
        self.turns = FairSeats(turns, shares: Self.shares)
    }

    /// Whether an applicant is here.
    func contains(_ number: Int) -> Bool { applicants[number] != nil }

    /// Whether there is a seat for one more of these networks.
    func hasSeat(for networks: NestedNetworks) -> Bool { seats.hasRoom(for: networks) }

    /// An applicant has come.
    ///
    /// - Returns: what it is told; `nil` if it has to wait.
    mutating func enter(
        _ number: Int,
        _ applicant: Applicant,
        at now: Duration,
        _ limiter: inout AttemptLimiter
    ) -> Answer? {
        if applicant.isGuess, case .refused(let delay) = limiter.verdict(on: applicant.networks, at: now) {
            return .refused(delay)
        }
        guard seats.take(applicant.networks) else { return .full }
        var applicant = applicant
        applicant.since = now
        applicants[number] = applicant
        guard mayBegin(applicant, at: now, limiter) else {
            waiting.append(number)
            return nil
        }
        begin(applicant, at: now, &limiter)
        return .begins
    }

    /// An applicant that was told ``Answer/begins`` has been judged.
    ///
    /// - Returns: who else is told what now.
    mutating func finish(
        _ number: Int,
        isFailure: Bool,
        at now: Duration,
        _ limiter: inout AttemptLimiter
    ) -> [(number: Int, answer: Answer)] {
        guard let applicant = applicants.removeValue(forKey: number) else { return [] }
        if applicant.isGuess { limiter.end(applicant.networks, isFailure: isFailure, at: now) }
        turns.giveBack(applicant.networks)
        seats.giveBack(applicant.networks)
        var told = turnAway(at: now, limiter)
        while let next = next(at: now, limiter), let applicant = applicants[next] {
            waiting.removeAll { $0 == next }
            begin(applicant, at: now, &limiter)
            told.append((next, .begins))
        }
        return told
    }

    /// Tells those who wait in vain.
    private mutating func turnAway(
        at now: Duration,
        _ limiter: AttemptLimiter
    ) -> [(number: Int, answer: Answer)] {
        var told: [(number: Int, answer: Answer)] = []
        for number in waiting {
            guard let applicant = applicants[number] else { continue }
            if now - applicant.since >= Self.patience {
                told.append((number, .full))
            } else if applicant.isGuess, case .refused(let delay) = limiter.verdict(on: applicant.networks, at: now) {
                told.append((number, .refused(delay)))
            }
        }
        for (number, _) in told { applicants.removeValue(forKey: number).map { seats.giveBack($0.networks) } }
        waiting.removeAll { applicants[$0] == nil }
        return told
    }

    /// Who has its turn next.
    private func next(at now: Duration, _ limiter: AttemptLimiter) -> Int? {
        guard turns.free > 0 else { return nil }
        var best: (number: Int, turns: Int)?
        for number in waiting {
            guard let applicant = applicants[number] else { continue }
            let count = applicant.networks.levels.last.map { turns.count(of: $0.network) } ?? 0
            guard count < best?.turns ?? .max, mayBegin(applicant, at: now, limiter) else { continue }
            best = (number, count)
        }
        return best?.number
    }

    private func mayBegin(_ applicant: Applicant, at now: Duration, _ limiter: AttemptLimiter) -> Bool {
        guard turns.hasRoom(for: applicant.networks) else { return false }
        return !applicant.isGuess || limiter.verdict(on: applicant.networks, at: now) == .begins
    }

    private mutating func begin(_ applicant: Applicant, at now: Duration, _ limiter: inout AttemptLimiter) {
        if applicant.isGuess { limiter.begin(applicant.networks, at: now) }
        let isTaken = turns.take(applicant.networks)
        precondition(isTaken, "a turn was given that is not free")
    }
}
