/// Decides which packets of a queue to drop, so that a standing queue goes and a burst may stay (RFC 8289), told the time.
///
/// The law: when packets have waited longer than the target for a whole interval (see ``WaitAllowance``), one is dropped, and then
/// further ones at ever shorter intervals until the wait is short again.
struct CoDel {
    /// When the wait will have been too long for too long; `nil` while it is short.
    private var patienceEnds: Duration?
    private var isDropping = false
    private var nextDrop = Duration.zero
    private var count = 0
    private var lastCount = 0

    /// Judges a packet that leaves the queue.
    ///
    /// - Parameters:
    ///   - wait: how long it was queued.
    ///   - backlog: bytes behind it in the queue.
    ///   - allowance: how long packets may wait.
    /// - Returns: whether to drop it.
    mutating func drops(
        after wait: Duration,
        backlog: Int,
        at now: Duration,
        allowing allowance: WaitAllowance
    ) -> Bool {
        let mayDrop = isTooLong(wait, backlog, now, allowance)
        guard isDropping else {
            if mayDrop { beginDropping(now, allowance) }
            return mayDrop
        }
        guard mayDrop else {
            isDropping = false
            return false
        }
        guard now >= nextDrop else { return false }
        count += 1
        nextDrop += Self.pause(count, allowance)
        return true
    }

    private mutating func isTooLong(_ wait: Duration, _ backlog: Int, _ now: Duration, _ allowance: WaitAllowance)
        -> Bool
    {
        // Nothing is gained by dropping the last packet.
        guard wait >= allowance.target, backlog > 0 else {
            patienceEnds = nil
            return false
        }
        guard let patienceEnds else {
            patienceEnds = now + allowance.interval
            return false
        }
        return now >= patienceEnds
    }

    /// "If we've been dropping recently, start at the rate that controlled the queue then" (RFC 8289 §5.4).
    private mutating func beginDropping(_ now: Duration, _ allowance: WaitAllowance) {
        isDropping = true
        let isRecent = now - nextDrop < allowance.interval * 16
        count = isRecent && count - lastCount > 1 ? count - lastCount : 1
        lastCount = count
        nextDrop = now + Self.pause(count, allowance)
    }

    private static func pause(_ count: Int, _ allowance: WaitAllowance) -> Duration {
        allowance.interval / Double(count).squareRoot()
    }
}
