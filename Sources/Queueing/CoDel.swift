/// Decides which packets of a queue to drop, so that a standing queue goes and a burst may stay (RFC 8289), told the time.
///
/// The law: when a queue has been long for a whole interval, a packet is dropped, and then further ones at ever shorter intervals
/// until it is short again. An interval is the time in which a sender can have taken notice: a round trip at the worst (§4.3).
public struct CoDel {
    /// When the queue will have been too long for too long; `nil` while it is short.
    private var patienceEnds: Duration?
    private var isDropping = false
    private var nextDrop = Duration.zero
    private var count = 0
    private var lastCount = 0

    /// Begins with a queue that is short.
    public init() {}

    /// Judges the queue when a packet leaves it, or several do.
    ///
    /// - Parameters:
    ///   - isLong: whether packets wait too long now, or, where nobody knows how long they wait, whether some are left.
    ///   - interval: how long that is allowed, at the same time the first pause between two drops.
    /// - Returns: whether to drop a packet.
    public mutating func drops(isLong: Bool, at now: Duration, interval: Duration) -> Bool {
        let mayDrop = isTooLong(isLong, now, interval)
        guard isDropping else {
            if mayDrop { beginDropping(now, interval) }
            return mayDrop
        }
        guard mayDrop else {
            isDropping = false
            return false
        }
        guard now >= nextDrop else { return false }
        count += 1
        nextDrop += pause(interval)
        return true
    }

    private mutating func isTooLong(_ isLong: Bool, _ now: Duration, _ interval: Duration) -> Bool {
        guard isLong else {
            patienceEnds = nil
            return false
        }
        guard let patienceEnds else {
            patienceEnds = now + interval
            return false
        }
        return now >= patienceEnds
    }

    /// "If we've been dropping recently, start at the rate that controlled the queue then" (RFC 8289 §5.4).
    private mutating func beginDropping(_ now: Duration, _ interval: Duration) {
        isDropping = true
        let isRecent = now - nextDrop < interval * 16
        count = isRecent && count - lastCount > 1 ? count - lastCount : 1
        lastCount = count
        nextDrop = now + pause(interval)
    }

    private func pause(_ interval: Duration) -> Duration { interval / Double(count).squareRoot() }
}
