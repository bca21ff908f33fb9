/// The few VLANs whose tags a port may send.
///
/// Fixed in size, and searched for every frame that has a tag.
public struct VLANSet: Sendable {
    /// The most ranges in a set.
    package static let capacity = 16

    private var ranges = InlineArray<16, Range>(repeating: Range(first: 0, last: 0))
    private var count = 0

    private struct Range: Equatable, BitwiseCopyable {
        var first: UInt16
        var last: UInt16
    }

    /// Makes a set of ranges of VLAN identifiers, of which 0 stands for a tag with a priority alone (IEEE 802.1Q-2018 table 9-2).
    ///
    /// `nil` if there are more than ``capacity`` ranges.
    public init?(_ ranges: some Collection<ClosedRange<UInt16>>) {
        guard ranges.count <= Self.capacity else { return nil }
        for range in ranges {
            self.ranges[count] = Range(first: range.lowerBound, last: range.upperBound)
            count += 1
        }
    }

    /// Whether the VLAN is in the set.
    package func contains(_ identifier: UInt16) -> Bool {
        for index in 0..<count where ranges[index].first <= identifier && identifier <= ranges[index].last {
            return true
        }
        return false
    }
}

extension VLANSet: Equatable {
    /// Whether the sets were made of the same ranges in the same order.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && (0..<left.count).allSatisfy { left.ranges[$0] == right.ranges[$0] }
    }
}
