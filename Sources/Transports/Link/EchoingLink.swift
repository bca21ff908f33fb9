package import Frame

/// A link that can ask its peer whether it has taken what was sent before.
package protocol EchoingLink: PeerLink {
    /// Sends a ping, and flushes.
    ///
    /// It goes behind all that was sent before, unless the socket is full, when it overtakes what waits.
    ///
    /// - Parameter answered: called once on the loop when the pong is there; never, if another ping follows or the link ends before.
    func ping(whenAnswered answered: @escaping () -> Void)
}
