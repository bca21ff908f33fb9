internal import Frame
internal import Streams

// A peer that sends more than it may is not listened to for a while: its own system, and the programs behind it, notice that and
// wait, and it costs nothing to drop what was never read.
extension WebSocketLink {
    func pauseReceiving(for duration: Duration) {
        guard !isPaused, !isReleased else { return }
        isPaused = true
        // What was too much is dropped quickly, and is no measure of what may pass after the pause.
        helping.beginAnew()
        updateInterest()
        stream.loop.schedule(after: duration) { [weak self] in
            guard let self else { return }
            isPaused = false
            updateInterest()
            recallIfBehind()
        }
    }

    /// Watches the socket for what can be done with it.
    func updateInterest() {
        guard !isReleased else { return }
        var interest: Readiness = isPaused ? [] : .read
        if isWaitingToWrite { interest.insert(.write) }
        stream.loop.update(stream.socket.descriptor, for: interest)
    }
}
