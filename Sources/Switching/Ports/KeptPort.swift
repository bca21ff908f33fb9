import Frame

/// Decides what becomes of a port whose link has ended by itself: it goes, or it is kept for another link.
///
/// Called on the switch's event loop.
package protocol PortKeeper: AnyObject {
    /// A link has ended.
    ///
    /// - Parameter reason: why, or `nil` when the peer took its leave in good order.
    /// - Returns: whether to keep the port, for ``LearningSwitch/plug(_:into:peer:)`` or ``LearningSwitch/detach(_:)``.
    func keeps(_ port: PortSnapshot, after reason: (any Error)?) -> Bool
}

/// A port without a link: what survives of it until there is another.
struct KeptPort {
    /// The port as it was when its link ended.
    let snapshot: PortSnapshot
    /// Where the forwarding table finds it.
    let place: Int
    /// What decides about the port when the next link ends.
    let keeper: (any PortKeeper)?
    /// What its addresses count for.
    let account: AddressAccount?
    /// Shown what its next link delivers and takes.
    private(set) var taps: PortTaps
    /// When its link ended.
    let since: Duration

    init(_ port: Port, at now: Duration) {
        var snapshot = port.snapshot()
        snapshot.isPlugged = false
        (self.snapshot, place, keeper, since) = (snapshot, port.place, port.keeper, now)
        (account, taps) = (port.account, port.taps)
    }

    /// Adds a tap, or removes it.
    mutating func change(_ change: (inout PortTaps) -> Void) { change(&taps) }
}
