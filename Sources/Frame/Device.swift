/// A local source of frames, such as a TAP interface: a recipe, made from a URI, that can be opened.
public protocol Device: Sendable {
    /// Opens the device. May suspend, and may fail; the link it returns does neither.
    ///
    /// - Parameter loop: the event loop that the link will live on. The link must be used there alone.
    func open(on loop: any EventLoop) async throws -> sending any Link
}
