import Switching
import Synchronization

/// Where nodes tell what happens to their ports, for one reader.
///
/// Bounded: when the reader is slow, the oldest events are lost, and counted. What peers cannot cause is never lost, however much else they
/// cause. On any thread.
final class NodeReport: Sendable {
    let events: AsyncStream<NodeEvent>
    private let continuation: AsyncStream<NodeEvent>.Continuation
    private let lost = Atomic<Int>(0)

    /// The most events that wait for the reader.
    static let capacity = 1024

    init() {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.capacity))
    }

    /// Tells an event.
    func yield(_ event: NodeEvent) {
        var event = event
        // Each event that takes the place of another in turn was there before, so that this ends where all are of this kind.
        for _ in 0...Self.capacity {
            guard case .dropped(let oldest) = continuation.yield(event) else { return }
            guard !oldest.isCausedByPeer else { break }
            event = oldest
        }
        lost.add(1, ordering: .relaxed)
    }

    /// No more will happen.
    func finish() { continuation.finish() }

    /// How many events were lost since this was last asked.
    func takeLostCount() -> Int { lost.exchange(0, ordering: .relaxed) }
}
