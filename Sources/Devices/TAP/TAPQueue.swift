internal import Frame
internal import Linux

/// One queue of a TAP interface that several event loops share.
///
/// The kernel decides which queue a flow is read from: the one where frames of it were last written, if there is any.
struct TAPQueue: Device {
    private let device: TAPDevice
    private let interface: Interface

    /// What the queues have in common.
    private final class Interface: Sendable {
        /// The first queue, once it is open.
        let first = Locked<TAPDescriptor?>(nil)
    }

    /// Makes `count` queues of one interface.
    static func all(_ count: Int, of device: TAPDevice) -> [any Device] {
        let interface = Interface()
        return (0..<count).map { _ in TAPQueue(device: device, interface: interface) }
    }

    /// Makes the interface and sets it up, or adds a queue to it.
    ///
    /// - Throws: ``SystemError`` naming the step that failed and the interface.
    func open(on loop: any EventLoop) async throws -> sending any Link {
        guard let first = interface.first.withLock({ $0 }) else { return try await openFirst(on: loop) }
        // Offloads are the interface's, and so is the carrier: the first queue has seen to both.
        return TAPDevice.link(try await loop.offload { try first.addQueue() }, carrier: nil, on: loop)
    }

    private func openFirst(on loop: any EventLoop) async throws -> sending any Link {
        let tap = try await loop.offload { [device] in try device.setUp(isMultiQueue: true) }
        interface.first.withLock { $0 = tap }
        return TAPDevice.link(tap, carrier: TAPDescriptor.setCarrier, on: loop)
    }
}
