/// Allows a burst of lines, and one in so long after that.
///
/// Told the time.
struct LineLimit {
    /// When nothing will be left of what was written lately.
    private var isIdleAt: ContinuousClock.Instant?

    /// Lines that may come at once.
    static let burst = 100
    /// How soon one more may follow, once those have come.
    static let interval = Duration.milliseconds(500)

    /// Whether a line is allowed.
    ///
    /// - Parameter cost: how many it counts for.
    func allows(_ cost: Int, at now: ContinuousClock.Instant) -> Bool {
        max(isIdleAt ?? now, now) - now <= Self.interval * (Self.burst - cost)
    }

    /// Takes note of a line.
    mutating func wrote(_ cost: Int, at now: ContinuousClock.Instant) {
        isIdleAt = max(isIdleAt ?? now, now) + Self.interval * cost
    }
}
