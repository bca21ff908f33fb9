public import Frame

/// What has passed through a port since it was attached, by whichever link.
public struct PortCounters: Sendable, Equatable {
    /// Frames in one direction, and their bytes.
    public struct Traffic: Sendable, Equatable {
        /// Frames.
        ///
        /// A super-frame counts as one.
        public internal(set) var frames: UInt64 = 0
        /// Bytes of these frames, with their headers, without FCS.
        public internal(set) var bytes: UInt64 = 0

        mutating func count(_ byteCount: Int) {
            frames &+= 1
            bytes &+= UInt64(truncatingIfNeeded: byteCount)
        }

        /// Adds what has passed elsewhere.
        static func += (sum: inout Self, more: Self) {
            sum.frames &+= more.frames
            sum.bytes &+= more.bytes
        }
    }

    /// What the link delivered to the switch, dropped afterwards or not.
    public internal(set) var received = Traffic()
    /// What the link took from the switch.
    public internal(set) var transmitted = Traffic()
    /// Frames that went no further, counted on the port where the reason lies: ``DropReason/queueFull`` and
    /// ``DropReason/unsupportedOffload`` where the frame was to leave, all others where it came in.
    public internal(set) var drops = DropCounts()

    /// Frames that went through although the port's policy is against them, because it is only to warn.
    public internal(set) var warnings = DropCounts()

    /// Nothing has passed.
    package init() {}

    /// Adds what has passed through the same port on another switch.
    static func += (sum: inout Self, more: Self) {
        sum.received += more.received
        sum.transmitted += more.transmitted
        sum.drops += more.drops
        sum.warnings += more.warnings
    }
}

/// How many frames were dropped, by reason.
///
/// Fixed in size, so that counting costs one addition.
public struct DropCounts: Sendable {
    // Room for reasons to come; a test holds it against `DropReason.allCases`.
    private var counts = InlineArray<24, UInt64>(repeating: 0)

    /// Nothing dropped.
    package init() {}

    /// The frames dropped for `reason`.
    public internal(set) subscript(reason: DropReason) -> UInt64 {
        get { counts[reason.rawValue] }
        set { counts[reason.rawValue] = newValue }
    }

    /// Adds what was dropped elsewhere.
    static func += (sum: inout Self, more: Self) {
        for reason in DropReason.allCases { sum[reason] &+= more[reason] }
    }

    /// The frames dropped for any reason.
    public var total: UInt64 { DropReason.allCases.reduce(0) { $0 + self[$1] } }
}

extension DropCounts: Equatable {
    /// Whether every reason was met as often.
    public static func == (left: DropCounts, right: DropCounts) -> Bool {
        DropReason.allCases.allSatisfy { left[$0] == right[$0] }
    }
}
