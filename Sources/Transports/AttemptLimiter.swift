/// How many wrong passwords one network may try: so many at once, then one after each interval.
///
/// Pure: told the time. A network that has been quiet for long enough is forgotten; where too many are remembered, the one that has
/// the least to answer for goes. Nothing that one network does counts against another.
struct AttemptLimiter {
    private let burst: Int
    private let interval: Duration
    private let capacity: Int
    private var records: [PeerNetwork: Record] = [:]

    private struct Record {
        /// When all failures so far are forgiven, each taking an interval.
        var forgiven: Duration
        /// Attempts that are being decided on.
        var pending = 0
    }

    /// What an attempt may do.
    enum Verdict: Equatable {
        /// It is decided on; ``end(from:isFailure:at:)`` is told how.
        case begins
        /// Others of its network are being decided on, and only then is it known.
        case waits
        /// There have been too many failures: the next attempt may be made after this time.
        case refused(Duration)
    }

    /// - Parameters:
    ///   - burst: failures that are let pass at once.
    ///   - interval: the time after which one more is let pass.
    ///   - capacity: the most networks that are remembered for their failures.
    init(burst: Int, interval: Duration, capacity: Int) {
        (self.burst, self.interval, self.capacity) = (burst, interval, capacity)
    }

    /// Somebody of a network wants to make an attempt.
    mutating func begin(from network: PeerNetwork, at now: Duration) -> Verdict {
        var record = records[network] ?? Record(forgiven: now)
        let room = interval * (burst - 1 - record.pending)
        guard record.forgiven - now <= room else {
            return record.pending > 0 ? .waits : .refused(record.forgiven - now - room)
        }
        record.pending += 1
        records[network] = record
        return .begins
    }

    /// An attempt that has begun is decided.
    mutating func end(from network: PeerNetwork, isFailure: Bool, at now: Duration) {
        guard var record = records[network] else { return }
        record.pending -= 1
        if isFailure { record.forgiven = max(record.forgiven, now) + interval }
        let isClean = record.pending == 0 && record.forgiven <= now
        records[network] = isClean ? nil : record
        if isFailure { makeRoom(for: network, at: now) }
    }

    /// How many networks are remembered.
    var count: Int { records.count }

    private mutating func makeRoom(for newest: PeerNetwork, at now: Duration) {
        guard records.count > capacity else { return }
        records = records.filter { $0.value.pending > 0 || $0.value.forgiven > now }
        guard records.count > capacity else { return }
        let idle = records.filter { $0.value.pending == 0 && $0.key != newest }
        guard let least = idle.min(by: { $0.value.forgiven < $1.value.forgiven }) else { return }
        records[least.key] = nil
    }
}
