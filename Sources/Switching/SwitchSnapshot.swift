/// A switch as it was at one moment.
public struct SwitchSnapshot: Sendable, Equatable {
    /// The ports attached, in the order they came.
    public let ports: [PortSnapshot]
    /// Addresses that are known and not too old.
    public let addressCount: Int
    /// The most addresses that can be known at once.
    public let addressCapacity: Int
}
