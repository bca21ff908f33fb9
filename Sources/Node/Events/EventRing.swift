import Switching

/// The newest events of a kind, by their numbers.
struct EventRing: Sendable {
    struct Entry: Sendable {
        let number: UInt64
        let event: NodeEvent
    }

    private let capacity: Int
    /// Sorted by number, but for where it begins: at ``start``, once it is full.
    private var entries: [Entry] = []
    private var start = 0

    init(capacity: Int) { self.capacity = capacity }

    /// Adds the newest event, in place of the oldest if there are as many as may be.
    mutating func append(_ entry: Entry) {
        guard entries.count == capacity else { return entries.append(entry) }
        entries[start] = entry
        start = (start + 1) % capacity
    }

    /// The oldest of those behind `number`.
    func first(after number: UInt64) -> Entry? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].number > number { high = middle } else { low = middle + 1 }
        }
        return low < entries.count ? self[low] : nil
    }

    /// The entry at a place, the oldest at 0.
    private subscript(place: Int) -> Entry { entries[(start + place) % entries.count] }
}
