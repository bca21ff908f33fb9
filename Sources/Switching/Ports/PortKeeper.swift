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
