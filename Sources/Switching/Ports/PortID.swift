/// A port's number on its switch.
///
/// Never given twice, so that a log line means one port for ever.
public struct PortID: Hashable, Comparable, Sendable {
    /// Counts from 1.
    public let number: UInt64

    /// Makes a name of its number.
    public init(_ number: UInt64) { self.number = number }

    /// Whether `left` was attached before `right`.
    public static func < (left: PortID, right: PortID) -> Bool { left.number < right.number }
}

extension PortID: CustomStringConvertible {
    /// The number alone.
    public var description: String { "\(number)" }
}
