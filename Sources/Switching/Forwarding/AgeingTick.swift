/// A moment in steps of 2⁵⁶ attoseconds (72 ms), to compare within 4.9 years: small enough to keep in every table entry, and made
/// of a `Duration` by a shift.
struct AgeingTick: Equatable {
    private var rawValue: UInt32

    init(_ moment: Duration) { rawValue = UInt32(truncatingIfNeeded: moment.attoseconds >> 56) }

    /// The first tick that is at least `interval` later.
    ///
    /// Wraps around.
    func advanced(by interval: AgeingInterval) -> AgeingTick {
        var later = self
        later.rawValue &+= interval.ticks
        return later
    }

    /// How long before `now` the moment was to which `interval` was added to get this one.
    ///
    /// Rounded to whole ticks.
    func age(at now: AgeingTick, of interval: AgeingInterval) -> Duration {
        let ticks = now.rawValue &- (rawValue &- interval.ticks)
        return Duration(attoseconds: Int128(ticks) << 56)
    }

    /// Whether this moment is not yet over at `now`.
    func isAfter(_ now: AgeingTick) -> Bool { Int32(bitPattern: rawValue &- now.rawValue) > 0 }
}

/// A length of time in ticks, rounded up so that nothing ages too early.
struct AgeingInterval: Equatable {
    let ticks: UInt32

    /// At most 1,000,000 s, at least 0.
    init(_ interval: Duration) {
        let bounded = min(max(interval, .zero), .seconds(1_000_000))
        // One more, because the moment it is added to was rounded down.
        ticks = bounded == .zero ? 0 : UInt32((bounded.attoseconds - 1) >> 56) + 2
    }
}
