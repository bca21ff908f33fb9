import Frame

/// A node's part in a stack.
extension SwitchNode {
    /// Opens this node's queue of a device that all nodes of the stack share.
    func open(_ queue: any Device, of device: SharedDevice) async throws {
        let link = try await queue.open(on: loop)
        try checkIsOpen(for: link)
        _ = fabric.attach(link, queueOf: device)
    }

    /// Opens a device that lives on this node alone.
    func open(_ device: any Device) async throws -> PortID {
        let link = try await device.open(on: loop)
        try checkIsOpen(for: link)
        return fabric.attach(link, as: .device)
    }

    /// Unplugs a link and closes it.
    func detach(_ id: PortID) { fabric.detach(id) }
}
