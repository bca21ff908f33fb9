/// Decides when to ping a peer and when to give it up, told the time and a random number; sends nothing itself.
///
/// Any byte received is a sign of life. A peer that has never answered a ping is not given up for its silence: some relatives
/// (vpn-ws) answer none; for those the kernel's own timeout on unacknowledged pings is the judge.
struct Keepalive {
    /// How long a peer may take to answer when there is a reason to ask.
    ///
    /// The network may be a different one by now, with other delays, or still be on its way up.
    static let probePatience = Duration.seconds(5)
    /// The most that an interval between pings is shortened or prolonged: links that were made in one moment should not ping in
    /// one moment for ever.
    static let jitter = 0.1

    private let liveness: Liveness
    private var lastHeard: Duration
    private var answersPings = false
    /// When there was last a reason to ask.
    private var probedAt: Duration?

    /// What to do at a tick.
    enum Decision: Equatable {
        case ping
        case giveUp
    }

    init(_ liveness: Liveness = .standard, at now: Duration) { (self.liveness, lastHeard) = (liveness, now) }

    mutating func heard(at now: Duration) { lastHeard = now }

    mutating func heardPong() { answersPings = true }

    /// There is reason to ask at once whether the peer is still there.
    mutating func probed(at now: Duration) { probedAt = now }

    func tick(at now: Duration) -> Decision { now >= deadline ? .giveUp : .ping }

    /// How long to wait for the next tick.
    ///
    /// - Parameter random: at least 0 and less than 1.
    func pause(at now: Duration, random: Double) -> Duration {
        let interval = liveness.interval * (1 - Self.jitter + 2 * Self.jitter * random)
        return max(.zero, min(interval, deadline - now))
    }

    /// When the peer is dead unless it is heard before.
    private var deadline: Duration {
        guard answersPings else { return .seconds(Int64.max) }
        let usual = lastHeard + liveness.patience
        guard let probedAt, lastHeard < probedAt else { return usual }
        return min(usual, probedAt + Self.probePatience)
    }
}
