public import Frame

/// How many frames were dropped, by reason.
///
/// Fixed in size, so that counting costs one addition.
public struct DropCounts: Sendable {
    // Room for reasons to come; a test holds it against `DropReason.allCases`.
    private var counts = InlineArray<24, UInt64>(repeating: 0)

    /// Nothing dropped.
    public init() {}

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
