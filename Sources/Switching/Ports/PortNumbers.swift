import Synchronization

/// Numbers the ports of switches, none twice.
package final class PortNumbers: Sendable {
    private let last = Atomic<UInt64>(0)

    /// Begins with 1.
    package init() {}

    /// A number that was never given before.
    func next() -> PortID { PortID(last.add(1, ordering: .relaxed).newValue) }
}
