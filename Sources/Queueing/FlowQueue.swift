/// What one flow has waiting, oldest first, and what fairness remembers about it.
struct FlowQueue {
    /// Bytes it may still send in its turn.
    var deficit = 0
    var codel = CoDel()
    var isListed = false
    private let records = RecordQueue()

    /// What stands in front of each entry.
    private struct Header: BitwiseCopyable {
        let byteCount: Int
        let firstCount: Int
        let queuedAt: Duration
    }

    /// What waits for one frame.
    struct Entry {
        let bytes: UnsafeRawBufferPointer
        /// How many of the bytes stand for the first of its segments.
        let firstCount: Int
        let queuedAt: Duration
    }

    /// Bytes that wait, with what is noted about each frame.
    var byteCount: Int { records.byteCount }
    var isEmpty: Bool { records.isEmpty }
    /// Memory taken, in bytes.
    var capacity: Int { records.capacity }

    /// Bytes that an entry takes in the queue.
    static func size(of byteCount: Int) -> Int { MemoryLayout<Header>.size + byteCount }

    /// The most memory that ``room(for:)`` would take in addition, in bytes.
    func growth(for byteCount: Int) -> Int { records.growth(for: Self.size(of: byteCount)) }

    /// Lends room for an entry at the end.
    ///
    /// Valid until the queue is next changed.
    func room(for byteCount: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            rebasing: records.room(for: Self.size(of: byteCount))[MemoryLayout<Header>.size...])
    }

    /// Adds the first `byteCount` bytes of the room that was lent.
    func commit(_ byteCount: Int, first firstCount: Int, at now: Duration) {
        let header = Header(byteCount: byteCount, firstCount: firstCount, queuedAt: now)
        records.room(for: Self.size(of: byteCount)).storeBytes(of: header, as: Header.self)
        records.commit(Self.size(of: byteCount))
    }

    /// The oldest entry, until the queue is changed.
    var first: Entry? {
        guard !isEmpty else { return nil }
        let header = records.front.loadUnaligned(as: Header.self)
        let bytes = records.front[MemoryLayout<Header>.size..<Self.size(of: header.byteCount)]
        return Entry(
            bytes: UnsafeRawBufferPointer(rebasing: bytes), firstCount: header.firstCount, queuedAt: header.queuedAt)
    }

    /// Forgets the oldest entry.
    func removeFirst() {
        guard let first else { return }
        records.consume(Self.size(of: first.bytes.count))
    }

    /// Gives back the memory in which nothing waits, if there is more of it than `least` bytes.
    func trim(above least: Int) { records.trim(above: least) }

    /// What an empty queue keeps in any case, in bytes.
    static let modestCapacity = 16 * 1024
}
