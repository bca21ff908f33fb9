/// A moment in steps of 2³⁰ attoseconds, which is about a nanosecond: made of a `Duration` by a shift.
struct PolicyTick: Equatable {
    let rawValue: Int64

    init(_ moment: Duration) { rawValue = Int64(truncatingIfNeeded: moment.attoseconds >> 30) }

    /// Makes one of what another was.
    init(rawValue: Int64) { self.rawValue = rawValue }

    /// The length of a step, in seconds.
    static let seconds = 0x1p30 * 1e-18

    /// The steps from `earlier` on; at least 0.
    func since(_ earlier: PolicyTick) -> Int64 { max(0, rawValue &- earlier.rawValue) }

    /// Whether this is at least `interval` after `earlier`.
    func isPast(_ interval: Duration, since earlier: PolicyTick) -> Bool {
        since(earlier) >= PolicyTick(interval).rawValue
    }
}
