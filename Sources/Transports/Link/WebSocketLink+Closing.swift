internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

// However a link ends, its owner is told at most once, nothing is delivered afterwards, and the peer has a moment to read what we
// said last: closing a socket at once, with unread bytes in it, would reset the connection and take our words with it.
extension WebSocketLink {
    /// How long the end may take.
    private static let farewell = Duration.seconds(1)

    func close() {
        receiver = nil
        // "1001 indicates that an endpoint is going away" (RFC 6455 §7.4.1).
        guard let code = closing.close(.goingAway) else { return }
        sendClose(code)
        schedule(after: Self.farewell) { self.release() }
    }

    /// The peer has said goodbye: so do we, unless we did so first (RFC 6455 §5.5.1).
    func peerLeft(_ code: CloseCode) {
        let isOrderly = [.normal, .goingAway, .noStatus].contains(code)
        let reason = isOrderly ? nil : TransportError.unreachable("the peer closed the connection with code \(code)")
        end(saying: closing.received(code), reason)
    }

    /// The peer broke the protocol: it is told how (RFC 6455 §7.1.7).
    func refuse(_ error: ProtocolError) {
        end(saying: closing.failed(error), TransportError.protocolViolation("\(error)"))
    }

    /// The connection is broken, or the peer has gone without a word: nothing is left to say.
    func fail(_ reason: any Error) {
        release()
        tellOwner(reason)
    }

    /// Fails from the loop: an owner that is sending does not expect to be told of an end.
    func fail(later reason: any Error) {
        stream.loop.schedule(after: .zero) { self.fail(reason) }
    }

    private func end(saying code: CloseCode?, _ reason: (any Error)?) {
        code.map { sendClose($0) }
        if !stream.hasPendingOutput { stream.finishSending() }
        schedule(after: Self.farewell) { self.release() }
        tellOwner(reason)
    }

    private func release() {
        guard !isReleased else { return }
        isReleased = true
        cancelTimer()
        stream.loop.unwatch(stream.socket.descriptor)
        stream.finishSending()
        stream.socket.abort()
        giveUpMemory()
        admission = nil
    }

    private func tellOwner(_ reason: (any Error)?) {
        let receiver = receiver
        self.receiver = nil
        receiver?.closed(reason)
    }
}

extension ClosingHandshake {
    /// Whether both sides have said goodbye, or there is nobody to say it to: what is queued is still sent.
    var isSaid: Bool { state == .awaitingEnd || state == .over }
}
