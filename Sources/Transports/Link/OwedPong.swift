/// The pong that is owed to a peer whose newest ping could not be answered at once.
///
/// Each ping is answered while there is room. A peer that sends more of them than it takes answers for gets one for the newest, for "an
/// endpoint MAY elect to send a Pong frame for only the most recently processed Ping frame" (RFC 6455 §5.5.3): it could have the others
/// fill our memory, and over TLS, where a message may need a record of its own, keep us busy for a fifth of a second.
struct OwedPong {
    /// Whether one is owed.
    private(set) var isOwed = false
    /// What it is to say, 125 bytes at the most.
    private var payload: [UInt8] = []

    /// A ping came that cannot be answered now.
    mutating func owe(_ ping: UnsafeRawBufferPointer) {
        isOwed = true
        payload.removeAll(keepingCapacity: true)
        payload.append(contentsOf: ping)
    }

    /// A newer ping was answered.
    mutating func forget() { isOwed = false }

    /// Sends the pong.
    ///
    /// - Parameter send: borrows what the pong says, and tells whether it was queued: if not, it is still owed.
    mutating func pay(_ send: (RawSpan) -> Bool) { isOwed = !send(payload.span.bytes) }
}
