public import Frame

/// A link that can ask its peer whether it has taken everything that was sent before.
public protocol EchoingLink: Link {
    /// Sends a ping behind all that is queued, and flushes.
    ///
    /// - Parameter answered: called once on the loop when the pong is there; never, if another ping follows or the link ends before.
    func ping(whenAnswered answered: @escaping () -> Void)
}
