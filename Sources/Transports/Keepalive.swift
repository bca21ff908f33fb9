/// Decides when to ping a peer and when to give it up, told the time; sends nothing itself.
///
/// Any byte received is a sign of life. A peer that has never answered a ping is not given up for its silence: some relatives
/// (vpn-ws) answer none; for those the kernel's own timeout on unacknowledged pings is the judge.
struct Keepalive {
    /// Between pings.
    ///
    /// Under the 60 s after which proxies drop an idle connection.
    static let interval = Duration.seconds(15)
    /// After which a silent peer that used to answer is given up: three pings.
    static let patience = Duration.seconds(45)

    private var lastHeard: Duration
    private var answersPings = false

    /// What to do at a tick, which comes every ``interval``.
    enum Decision: Equatable {
        case ping
        case giveUp
    }

    init(at now: Duration) { lastHeard = now }

    mutating func heard(at now: Duration) { lastHeard = now }

    mutating func heardPong() { answersPings = true }

    func tick(at now: Duration) -> Decision {
        answersPings && now - lastHeard >= Self.patience ? .giveUp : .ping
    }
}
