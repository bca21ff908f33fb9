/// Lets through what a ``RateLimit`` allows, told the time.
///
/// It is filled once for all frames of a batch, which have one time.
struct TokenBucket {
    private let perTick: Double
    private let burst: Double
    /// To wait for less would not pay.
    private let worthwhile: Double
    private var tokens: Double
    private var filledAt: PolicyTick

    /// Makes a full bucket.
    ///
    /// - Parameter worthwhile: what ``pause(at:)`` waits for.
    init(_ limit: RateLimit, worthwhile: Double = 1, at now: PolicyTick) {
        perTick = limit.perSecond * PolicyTick.seconds
        burst = limit.burst
        self.worthwhile = min(burst, worthwhile)
        tokens = burst
        filledAt = now
    }

    /// Takes `amount` tokens, if there are that many.
    ///
    /// What is more than the bucket holds needs a full one and leaves a debt: otherwise it would never be let through.
    mutating func take(_ amount: Double, at now: PolicyTick) -> Bool {
        fill(at: now)
        guard tokens >= min(amount, burst) else { return false }
        tokens -= amount
        return true
    }

    /// Takes `amount` tokens for what has happened already, and leaves a debt where there are fewer, of a bucketful at most.
    mutating func charge(_ amount: Double, at now: PolicyTick) {
        fill(at: now)
        tokens = max(tokens - amount, -burst)
    }

    /// How long to wait until there are tokens again; `nil` while there are.
    ///
    /// Until there are some more, so that it is worth while, but not for long: a peer that waits must be heard of now and then.
    mutating func pause(at now: PolicyTick) -> Duration? {
        fill(at: now)
        guard tokens < worthwhile else { return nil }
        let ticks = (worthwhile - tokens) / perTick
        return min(max(.seconds(min(ticks * PolicyTick.seconds, 1)), Self.shortestPause), Self.longestPause)
    }

    private mutating func fill(at now: PolicyTick) {
        guard now != filledAt else { return }
        tokens = min(burst, tokens + Double(now.since(filledAt)) * perTick)
        filledAt = now
    }

    private static let shortestPause = Duration.milliseconds(5)
    private static let longestPause = Duration.milliseconds(100)
}

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
