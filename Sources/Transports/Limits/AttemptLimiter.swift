/// How many wrong passwords a network may try: a number at once, then one after each interval.
///
/// Every network that an attempt comes from is counted, so that a whole IPv6 /48 can try four times what one of its hosts can, and no
/// more. Nothing that one network does counts against another that it is not part of.
///
/// Pure: told the time. A network without failures to answer for is forgotten. Where too many are remembered, those go that have the
/// least to answer for; their number is bounded for each site by what the site may try.
struct AttemptLimiter {
    private let limits: Limits
    private let capacity: Int
    private var records: [PeerNetwork: Record] = [:]

    /// What networks may try.
    struct Limits {
        /// Failures that are let pass at once from one host.
        var burst = 10
        /// The time after which a host may fail once more.
        var interval = Duration.seconds(5)

        fileprivate func burst(_ width: NestedNetworks.Width) -> Int { burst << width.rawValue }
        fileprivate func interval(_ width: NestedNetworks.Width) -> Duration { interval / (1 << width.rawValue) }
    }

    private struct Record {
        /// When all failures so far are forgiven, each taking an interval.
        var forgiven: Duration
        /// Attempts that are being decided on.
        var pending = 0
    }

    /// What an attempt may do.
    enum Verdict: Equatable {
        /// It may be decided on.
        case begins
        /// Others of its network are being decided on, and only then is it known.
        case waits
        /// There have been too many failures: the next attempt may be made after this time.
        case refused(Duration)
    }

    /// - Parameter capacity: the most networks that are remembered for their failures.
    init(_ limits: Limits = Limits(), capacity: Int) { (self.limits, self.capacity) = (limits, capacity) }

    /// What an attempt from these networks may do now.
    func verdict(on networks: NestedNetworks, at now: Duration) -> Verdict {
        var verdict = Verdict.begins
        for level in networks.levels {
            guard let record = records[level.network] else { continue }
            let (burst, interval) = (limits.burst(level.width), limits.interval(level.width))
            let debt = max(record.forgiven - now, .zero)
            if debt > interval * (burst - 1) {
                let delay = debt - interval * (burst - 1)
                if case .refused(let other) = verdict, other >= delay { continue }
                verdict = .refused(delay)
            } else if debt > interval * (burst - 1 - record.pending), verdict == .begins {
                verdict = .waits
            }
        }
        return verdict
    }

    /// An attempt is being decided on that ``verdict(on:at:)`` lets begin; ``end(_:isFailure:at:)`` is told how.
    mutating func begin(_ networks: NestedNetworks, at now: Duration) {
        for level in networks.levels { records[level.network, default: Record(forgiven: now)].pending += 1 }
    }

    /// An attempt that has begun is decided.
    mutating func end(_ networks: NestedNetworks, isFailure: Bool, at now: Duration) {
        for level in networks.levels {
            guard var record = records[level.network] else { continue }
            record.pending -= 1
            if isFailure { record.forgiven = max(record.forgiven, now) + limits.interval(level.width) }
            records[level.network] = record.pending == 0 && record.forgiven <= now ? nil : record
        }
        if records.count > capacity { makeRoom(at: now) }
    }

    /// How many networks are remembered.
    var count: Int { records.count }

    /// Forgets a quarter at once, so that it is seldom done.
    private mutating func makeRoom(at now: Duration) {
        records = records.filter { $0.value.pending > 0 || $0.value.forgiven > now }
        let idle = records.filter { $0.value.pending == 0 }.sorted { $0.value.forgiven < $1.value.forgiven }
        for (network, _) in idle.prefix(max(records.count - capacity * 3 / 4, 0)) { records[network] = nil }
    }
}
