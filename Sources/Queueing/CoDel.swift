/// Decides which packets of a queue to drop, so that a standing queue goes and a burst may stay (RFC 8289), told the time.
///
/// The law: when a queue has been long for a whole interval, a packet is dropped, and then further ones at ever shorter intervals
/// until it is short again. An interval is the time in which a sender can have taken notice: a round trip at the worst (§4.3).
package struct CoDel {
    /// When the queue will have been too long for too long; `nil` while it is short.
    private var patienceEnds: Duration?
    /// The drops that a queue which is too long is at; `nil` while it is not.
    private var drops: Drops?
    /// Those of the last queue that was.
    private var lastDrops: Drops?

    /// Begins with a queue that is short.
    package init() {}

    /// Judges the queue when a packet leaves it, or several do.
    ///
    /// - Parameters:
    ///   - isLong: whether packets wait too long now, or, where nobody knows how long they wait, whether some are left.
    ///   - interval: how long that is allowed, at the same time the first pause between two drops.
    /// - Returns: whether to drop a packet.
    package mutating func drops(isLong: Bool, at now: Duration, interval: Duration) -> Bool {
        guard isTooLong(isLong, now, interval) else {
            if let ended = drops { (lastDrops, drops) = (ended, nil) }
            return false
        }
        guard drops == nil else { return drops?.isNextDue(at: now, interval) == true }
        drops = Drops(from: now, interval, after: lastDrops)
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
}

/// Packets dropped in a row, each sooner after the one before it.
private struct Drops {
    private var next: Duration
    private var count: Int
    private let initialCount: Int

    /// Begins with a packet that is dropped now.
    ///
    /// "If we've been dropping recently, start at the rate that controlled the queue then" (RFC 8289 §5.4).
    init(from now: Duration, _ interval: Duration, after last: Drops?) {
        let recent = last.flatMap { now - $0.next < interval * 16 ? $0 : nil }
        initialCount = recent.map { max(1, $0.count - $0.initialCount) } ?? 1
        count = initialCount
        next = now
        plan(interval)
    }

    /// Whether it is time to drop the next packet; if so, the one after it is planned.
    mutating func isNextDue(at now: Duration, _ interval: Duration) -> Bool {
        guard now >= next else { return false }
        count += 1
        plan(interval)
        return true
    }

    private mutating func plan(_ interval: Duration) { next += interval / Double(count).squareRoot() }
}
