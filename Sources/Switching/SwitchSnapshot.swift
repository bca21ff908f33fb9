/// A switch as it was at one moment.
public struct SwitchSnapshot: Sendable, Equatable {
    /// The ports attached, in the order they came.
    public let ports: [PortSnapshot]
    /// Addresses that are known and not too old.
    public let addressCount: Int
    /// The most addresses that can be known at once.
    public let addressCapacity: Int
}

extension SwitchSnapshot {
    /// Makes one switch of several: a port that more than one has counts what passed through it on all.
    package init(merging snapshots: [SwitchSnapshot]) {
        var merged: [PortID: PortSnapshot] = [:]
        for port in snapshots.lazy.flatMap(\.ports) {
            if merged[port.id] == nil { merged[port.id] = port } else { merged[port.id]? += port }
        }
        self.init(
            ports: merged.values.sorted { $0.id < $1.id },
            addressCount: snapshots.map(\.addressCount).max() ?? 0,
            addressCapacity: snapshots.map(\.addressCapacity).max() ?? 0
        )
    }
}
