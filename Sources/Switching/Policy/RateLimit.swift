/// So much in a second, and so much at once.
public struct RateLimit: Sendable, Equatable {
    /// Units in a second; more than 0.
    public let perSecond: Double
    /// Units that may come at once, after a time in which none did.
    public let burst: Double

    /// Makes a limit of its parts.
    ///
    /// - Parameter burst: as much as comes in a second, unless told otherwise.
    public init(perSecond: Double, burst: Double? = nil) {
        precondition(perSecond > 0 && burst ?? 1 > 0, "a limit lets something through")
        self.perSecond = perSecond
        self.burst = burst ?? perSecond
    }
}
