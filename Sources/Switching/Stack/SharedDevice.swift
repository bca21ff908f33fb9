import Synchronization

/// A device that every switch of a stack has a queue of: one port of the stack, though each switch has a link to it.
package final class SharedDevice: Sendable {
    /// Names it on trunks: 1 to 255.
    let number: UInt8
    /// The port's number, the same on all switches.
    package let id: PortID
    private let isAttached = Atomic(false)
    private let isDetached = Atomic(false)

    init(number: UInt8, id: PortID) { (self.number, self.id) = (number, id) }

    /// Whether one of its queues has been unplugged or has ended, and with it the device.
    var hasEnded: Bool { isDetached.load(ordering: .acquiring) }

    /// A queue was plugged in.
    ///
    /// - Returns: whether it is the first, which is to be reported.
    func attach() -> Bool { !isAttached.exchange(true, ordering: .acquiringAndReleasing) }

    /// A queue has gone.
    ///
    /// - Returns: whether it is the first, which is to be reported.
    func detach() -> Bool { !isDetached.exchange(true, ordering: .acquiringAndReleasing) }
}
