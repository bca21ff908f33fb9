internal import Frame
internal import Queueing
internal import Streams

// Memory that was needed while the socket was full is given back soon after: one of many links that were flooded must not keep it
// for as long as it lives.
extension WebSocketLink {
    /// How soon.
    ///
    /// A link that goes on being busy takes it again, once in as long.
    private static let tidyDelay = Duration.seconds(1)
    /// What a stream may keep, in bytes.
    private static let modestCapacity = 64 * 1024
    /// What a link takes besides its queues, in bytes, on the whole.
    private static let ownSize = 32 * 1024

    /// Notes the memory in which bytes wait for the socket, and has memory given back that was needed.
    func takeNote(_ isFull: Bool) {
        let taken = isFull ? stream.capacity : 0
        if taken != noted {
            memory.note(change: taken - noted)
            noted = taken
        }
        guard !isFull, !isTidying, waiting != nil || stream.capacity > Self.modestCapacity else { return }
        isTidying = true
        stream.loop.schedule(after: Self.tidyDelay) { [weak self] in
            self?.isTidying = false
            self?.tidy()
        }
    }

    /// Gives back the memory of queues that are empty.
    func tidy() {
        guard !isReleased else { return }
        var freed = stream.trim() + incomplete.trim()
        if let waiting, waiting.isEmpty {
            freed += waiting.capacity
            self.waiting = nil
        }
        memory.freed(freed, on: stream.loop)
    }

    /// Gives back everything, at the end.
    func giveUpMemory() {
        memory.note(change: -noted)
        noted = 0
        let freed = Self.ownSize + stream.capacity + (waiting?.capacity ?? 0)
        waiting = nil
        memory.freed(freed, on: stream.loop)
    }
}
