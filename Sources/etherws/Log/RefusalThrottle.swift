/// Keeps those who are turned away from filling the log, told the time: so many lines, then none until a while has passed.
struct RefusalThrottle {
    /// Lines in each window.
    static let limit = 20
    static let window = Duration.seconds(10)

    private var windowEnd: ContinuousClock.Instant?
    private var written = 0
    private var suppressed = 0

    /// Whether another refusal is written down.
    mutating func admits(at now: ContinuousClock.Instant) -> Bool {
        if windowEnd.map({ now >= $0 }) ?? true { (windowEnd, written) = (now + Self.window, 0) }
        guard written < Self.limit else {
            suppressed += 1
            return false
        }
        written += 1
        return true
    }

    /// How many were not written down since this was last asked, as a line of the log.
    mutating func takeSummary() -> String? {
        guard suppressed > 0 else { return nil }
        defer { suppressed = 0 }
        return "refused \(suppressed) more, which were not written down one by one"
    }
}
