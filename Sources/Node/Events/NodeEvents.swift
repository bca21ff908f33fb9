public import Switching

/// What happens to a node: the newest events that are kept, and then those to come, until the node is closed.
///
/// Each iteration is a reader of its own. One that is too slow misses the oldest events that peers have caused, and is told how many.
public struct NodeEvents: AsyncSequence, Sendable {
    /// An event, and its place among all.
    public struct Element: Sendable {
        /// Counts all events of the node from 1.
        public let number: UInt64
        /// How many events before this one were lost to this reader, since the one before.
        public let lostCount: Int
        /// What happened.
        public let event: NodeEvent
    }

    let hub: EventHub
    let start: UInt64

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator { Iterator(hub: hub, reader: hub.newReader(), last: start) }

    /// Goes through the events.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let hub: EventHub
        fileprivate let reader: UInt64
        fileprivate var last: UInt64

        /// Waits for the next event.
        ///
        /// - Returns: `nil` when the node is closed, or the task cancelled.
        public mutating func next() async -> Element? {
            guard let entry = await hub.next(after: last, for: reader) else { return nil }
            defer { last = entry.number }
            return Element(number: entry.number, lostCount: Int(entry.number - last - 1), event: entry.event)
        }
    }
}
