/// Lets through what a ``RateLimit`` allows, told the time.
///
/// It is filled once for all frames of a batch, which have one time.
struct TokenBucket {
    private let perTick: Double
    private let burst: Double
    private var tokens: Double
    private var filledAt: PolicyTick

    /// Makes a full bucket.
    init(_ limit: RateLimit, at now: PolicyTick) {
        perTick = limit.perSecond * PolicyTick.seconds
        burst = limit.burst
        tokens = burst
        filledAt = now
    }

    /// Takes `amount` tokens, if there are so many.
    ///
    /// What is more than the bucket holds needs a full one and leaves a debt: otherwise it would never be let through.
    mutating func take(_ amount: Double, at now: PolicyTick) -> Bool {
        if now != filledAt {
            tokens = min(burst, tokens + Double(now.since(filledAt)) * perTick)
            filledAt = now
        }
        guard tokens >= min(amount, burst) else { return false }
        tokens -= amount
        return true
    }
}
