internal import Frame

/// The pings of a link: when one is due, and whose pong is waited for.
///
/// "A Pong frame sent in response to a Ping frame must have identical Application data" (RFC 6455 §5.5.3): that tells the pong that is
/// waited for from those that only show a sign of life, the pings of which are empty.
struct Heartbeat {
    private var keepalive: Keepalive
    private var echo: (payload: [UInt8], answered: () -> Void)?

    init(_ liveness: Liveness, at now: Duration) { keepalive = Keepalive(liveness, at: now) }

    /// A byte came.
    mutating func heard(at now: Duration) { keepalive.heard(at: now) }

    /// There is reason to ask at once whether the peer is still there.
    mutating func probed(at now: Duration) { keepalive.probed(at: now) }

    /// Whether the peer has been silent for too long.
    func isOver(at now: Duration) -> Bool { keepalive.tick(at: now) == .giveUp }

    /// How long to wait for the next ping.
    func pause(at now: Duration) -> Duration { keepalive.pause(at: now, random: .random(in: 0..<1)) }

    /// What a ping says whose pong is waited for.
    ///
    /// - Parameter answered: given back by ``heardPong(_:)``; never, if another is waited for before.
    mutating func payload(whenAnswered answered: @escaping () -> Void) -> [UInt8] {
        let payload = Randomness.bytes(8)
        echo = (payload, answered)
        return payload
    }

    /// A pong came.
    ///
    /// - Returns: what is to be called, if it is the one that is waited for.
    mutating func heardPong(_ payload: UnsafeRawBufferPointer) -> (() -> Void)? {
        keepalive.heardPong()
        guard let echo, payload.elementsEqual(echo.payload) else { return nil }
        self.echo = nil
        return echo.answered
    }
}
