internal import Queueing
internal import Streams
internal import WebSocket

// Each ping is answered while there is room. A peer that sends more of them than it takes answers for gets one for the newest, for "an
// endpoint MAY elect to send a Pong frame for only the most recently processed Ping frame" (RFC 6455 §5.5.3): it could have the others
// fill our memory, and over TLS, where a message may need a record of its own, keep us busy for a fifth of a second.
extension WebSocketLink {
    /// With more than this waiting for the socket, in bytes, answers are put off.
    private static var answerLimit: Int { 128 }

    /// Answers a ping, or keeps it for ``answerNewest()``.
    func answer(_ ping: UnsafeRawBufferPointer) {
        guard closing.maySend else { return }
        guard stream.pendingOutputCount >= Self.answerLimit || !queue(.pong, ping.bytes) else {
            return isOwingAnswer = false
        }
        isOwingAnswer = true
        newestPing.removeAll(keepingCapacity: true)
        newestPing.append(contentsOf: ping)
    }

    /// Answers the newest ping, if that was put off; the socket has taken all before.
    func answerNewest() {
        guard isOwingAnswer, closing.maySend else { return }
        isOwingAnswer = !queue(.pong, newestPing.span.bytes)
    }
}
