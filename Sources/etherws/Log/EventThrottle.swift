/// Limits the lines that peers can cause, by kind, and counts those that are not written.
///
/// One user causes half of the lines of a kind at most, so that a flood by one does not hide what others do. Told the time.
struct EventThrottle {
    private var kinds = [State](repeating: State(), count: EventKind.allCases.count)

    /// Whether a line is written; it is counted if not.
    ///
    /// - Parameter user: a hash of the user who has caused it, if there is one.
    mutating func admits(_ kind: EventKind, by user: Int? = nil, at now: ContinuousClock.Instant) -> Bool {
        kinds[kind.rawValue].admits(user, at: now)
    }

    /// A line for each kind of which lines were not written since this was last asked.
    mutating func takeSummaries(at now: ContinuousClock.Instant) -> [String] {
        EventKind.allCases.compactMap { kind in
            guard let (count, since) = kinds[kind.rawValue].takeHeldBack() else { return nil }
            let seconds = max(1, (now - since + .milliseconds(999)).components.seconds)
            return "\(count) more lines '\(kind)' in the last \(seconds) s, which were counted and not written"
        }
    }

    /// What is known of one kind.
    private struct State {
        private var limit = LineLimit()
        /// Those of single users; a few users may have one in common.
        private var shares = [LineLimit](repeating: LineLimit(), count: 64)
        /// Lines not written since the last summary.
        private var heldBack = 0
        /// When the first of those came.
        private var since: ContinuousClock.Instant?

        /// Each line of a user counts for two in the user's own limit, which is as large as that of the kind.
        private static let cost = 2

        mutating func admits(_ user: Int?, at now: ContinuousClock.Instant) -> Bool {
            let place = user.map { Int(UInt(bitPattern: $0) % UInt(shares.count)) }
            guard limit.allows(1, at: now), place.map({ shares[$0].allows(Self.cost, at: now) }) ?? true else {
                heldBack += 1
                since = since ?? now
                return false
            }
            limit.wrote(1, at: now)
            if let place { shares[place].wrote(Self.cost, at: now) }
            return true
        }

        mutating func takeHeldBack() -> (count: Int, since: ContinuousClock.Instant)? {
            guard let since else { return nil }
            defer { (heldBack, self.since) = (0, nil) }
            return (heldBack, since)
        }
    }
}
