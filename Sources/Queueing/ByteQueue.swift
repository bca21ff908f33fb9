/// Bytes on their way out: written at the tail, sent from the head, contiguous, bounded.
///
/// Memory is taken when it is needed and kept while traffic flows, so that the steady path allocates nothing; ``trim(above:)`` gives it
/// back. Offsets are bytes.
package final class ByteQueue {
    /// The most bytes that may be pending.
    package let limit: Int
    // Touched for every frame, by methods that call nobody.
    @exclusivity(unchecked) private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    @exclusivity(unchecked) private var head = 0
    @exclusivity(unchecked) private var tail = 0

    /// The first allocation; each further one doubles.
    private static let leastCapacity = 4096

    package init(limit: Int) { self.limit = limit }

    deinit { storage.deallocate() }

    /// How many bytes are pending.
    package var count: Int { tail - head }
    package var isEmpty: Bool { tail == head }

    /// The pending bytes, oldest first.
    ///
    /// Valid until the queue is next changed.
    package var pending: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[head..<tail]) }

    /// Lends room for `byteCount` bytes behind the pending ones, or `nil` if that would exceed the limit.
    ///
    /// What was written there counts once it is ``commit(_:)``ted. Valid until the queue is next changed.
    package func room(for byteCount: Int) -> UnsafeMutableRawBufferPointer? {
        guard byteCount >= 0, byteCount <= limit - count else { return nil }
        if storage.count - tail < byteCount { makeRoom(byteCount) }
        return UnsafeMutableRawBufferPointer(rebasing: storage[tail..<tail + byteCount])
    }

    /// Adds the first `byteCount` bytes of the room that was lent.
    package func commit(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= storage.count - tail, "more was written than room was lent")
        tail += byteCount
    }

    /// Copies `bytes` to the tail; `false` if they exceed the limit.
    package func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let room = room(for: bytes.count) else { return false }
        room.copyMemory(from: bytes)
        commit(bytes.count)
        return true
    }

    /// Forgets the oldest `byteCount` bytes: they are sent.
    package func consume(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= count, "more was consumed than was pending")
        head += byteCount
        if head == tail { (head, tail) = (0, 0) }
    }

    /// Forgets everything.
    package func removeAll() { (head, tail) = (0, 0) }

    /// The memory it has taken, in bytes.
    package var capacity: Int { storage.count }

    /// Gives the memory back if nothing is pending and there is more of it than `least` bytes.
    ///
    /// - Returns: how many bytes it was.
    @discardableResult
    package func trim(above least: Int = 0) -> Int {
        guard isEmpty, storage.count > least else { return 0 }
        defer { storage = UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        let freed = storage.count
        storage.deallocate()
        return freed
    }

    /// Moves the pending bytes to the front, into a larger buffer if the present one does not suffice.
    private func makeRoom(_ byteCount: Int) {
        let needed = count + byteCount
        // Moving within the buffer pays only when it frees at least half of it: otherwise each append might move everything.
        if needed <= storage.count / 2 {
            storage.copyMemory(from: pending)
        } else {
            var capacity = max(Self.leastCapacity, storage.count)
            while capacity < needed { capacity *= 2 }
            if capacity == storage.count { capacity *= 2 }
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
            larger.copyMemory(from: pending)
            storage.deallocate()
            storage = larger
        }
        (head, tail) = (0, count)
    }
}
