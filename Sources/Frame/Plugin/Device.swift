/// A local source of frames, such as a TAP interface: a recipe, made from a URI, that can be opened.
public protocol Device: Component {
    /// Opens the device. May suspend, and may fail; the link it returns does neither.
    ///
    /// - Parameter loop: the event loop that the link will live on. The link must be used there alone.
    func open(on loop: any EventLoop) async throws -> sending any Link

    /// The device as `count` queues, each to be opened on an event loop of its own: for a device that several threads can read and
    /// write at once.
    ///
    /// They are opened in their order, each once, and the first before the others. All lead to the same place: a frame is read from one
    /// of them, and may be written to any.
    /// - Returns: `count` of them, or the device alone if it has no queues.
    func queues(_ count: Int) -> [any Device]
}

extension Device {
    /// A device that lives on one event loop need not say so.
    public func queues(_ count: Int) -> [any Device] { [self] }
}
