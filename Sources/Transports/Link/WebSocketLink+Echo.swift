internal import Frame
internal import WebSocket

// "A Pong frame sent in response to a Ping frame must have identical Application data" (RFC 6455 §5.5.3): that tells the pong that
// somebody waits for from those that only show a sign of life, the pings of which are empty.
extension WebSocketLink: EchoingLink {
    /// A ping whose pong somebody waits for.
    struct Echo {
        let payload: [UInt8]
        let answered: () -> Void
    }

    func ping(whenAnswered answered: @escaping () -> Void) {
        let payload = Randomness.bytes(8)
        echo = Echo(payload: payload, answered: answered)
        _ = queue(.ping, payload.span.bytes)
        flush()
    }

    func heardPong(_ payload: RawSpan) {
        keepalive.heardPong()
        guard let echo, payload.withUnsafeBytes({ $0.elementsEqual(echo.payload) }) else { return }
        self.echo = nil
        echo.answered()
    }
}
