/// Decides how long to wait before the next attempt to bring a tunnel back, told the time and a random number; waits for nothing itself.
///
/// The first attempt comes at once. Then each waits for a random part of a ceiling ("full jitter"), so that the clients of one
/// server do not come back all in the same moment. The ceiling doubles from ``least`` to ``plateau``; from there on it is
/// a twentieth of the time without a tunnel, up to ``cap``. Whoever was gone for long may thus stay away a little longer: 5 % at most.
///
/// Where a peer refuses us, asking again soon is of no use and looks like an attack: the wait is between half the cap and the cap.
public struct Backoff: Sendable, Equatable {
    /// The first ceiling.
    static let least = Duration.milliseconds(100)
    /// The ceiling of waits while the tunnel has not been away for long.
    static let plateau = Duration.milliseconds(1600)
    /// A tunnel that does not last so long was no success: the ceiling is not lowered for it.
    static let stability = Duration.seconds(10)

    /// The longest wait.
    public let cap: Duration
    /// Attempts in a row that were no success.
    private var failures = 0
    /// When the tunnel was lost.
    private var lostAt = Duration.zero
    /// When it was last established.
    private var establishedAt = Duration.zero

    /// Starts with a tunnel that was never established.
    ///
    /// - Parameter cap: the longest wait, half a minute by default.
    public init(cap: Duration = .seconds(30)) { self.cap = max(cap, .zero) }

    /// The tunnel works.
    mutating func established(at now: Duration) { establishedAt = now }

    /// The tunnel does not work any more.
    mutating func lost(at now: Duration) {
        lostAt = now
        failures = now - establishedAt >= Self.stability ? 0 : failures + 1
    }

    /// An attempt to establish it has failed.
    mutating func failed() { failures += 1 }

    /// Something has changed that may have been in the way: the next attempt comes at once.
    mutating func hurry() { failures = 0 }

    /// How long to wait before the next attempt.
    ///
    /// - Parameters:
    ///   - isRefused: whether the last attempt was refused, rather than in vain.
    ///   - random: at least 0 and less than 1.
    func pause(at now: Duration, isRefused: Bool = false, random: Double) -> Duration {
        guard !isRefused else { return cap / 2 + cap / 2 * random }
        return ceiling(at: now) * random
    }

    /// The most that ``pause(at:isRefused:random:)`` returns.
    func ceiling(at now: Duration) -> Duration {
        guard failures > 0 else { return .zero }
        let doubled = Self.least * (1 << min(failures - 1, 16))
        return min(cap, max(min(doubled, Self.plateau), (now - lostAt) / 20))
    }
}
