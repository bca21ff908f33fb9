public import Frame

/// The few protocols that a port may speak.
///
/// Fixed in size, and searched for every frame.
public struct EtherTypeSet: Sendable {
    /// The most types in a set.
    package static let capacity = 16

    private var types = InlineArray<16, UInt16>(repeating: 0)
    private var count = 0
    /// Whether frames are in the set that have a length in place of a type (IEEE 802.3 §3.2.6), such as spanning tree's.
    package let hasLengths: Bool

    /// Makes a set; `nil` if there are more than ``capacity`` types.
    ///
    /// - Parameter hasLengths: whether frames are in it that have a length in place of a type.
    public init?(_ types: some Collection<EtherType>, hasLengths: Bool = false) {
        guard types.count <= Self.capacity else { return nil }
        self.hasLengths = hasLengths
        for type in types {
            self.types[count] = type.rawValue
            count += 1
        }
    }

    /// Whether a frame of this type is in the set.
    package func contains(_ type: EtherType) -> Bool {
        guard type.rawValue >= Self.leastType else { return hasLengths }
        for index in 0..<count where types[index] == type.rawValue { return true }
        return false
    }

    /// Smaller numbers are lengths.
    private static let leastType: UInt16 = 0x0600
}

extension EtherTypeSet: Equatable {
    /// Whether the sets were made of the same types in the same order.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.hasLengths == right.hasLengths
            && (0..<left.count).allSatisfy { left.types[$0] == right.types[$0] }
    }
}
