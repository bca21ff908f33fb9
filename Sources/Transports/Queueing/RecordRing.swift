/// Bytes in records, first in, first out, each record in one piece, in a ring that grows: nothing moves while it is queued.
///
/// Memory is taken when it is needed and kept until ``trim(above:)``. Offsets are bytes.
final class RecordRing {
    /// Bytes in all records.
    private(set) var byteCount = 0
    // Touched for every frame that waits, by methods that call nobody.
    @exclusivity(unchecked) private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    /// Where the oldest record begins.
    @exclusivity(unchecked) private var head = 0
    /// Where the next record will begin.
    @exclusivity(unchecked) private var tail = 0
    /// Where the older records end, once newer ones have gone to the front of the storage.
    @exclusivity(unchecked) private var seam: Int?

    /// The first allocation; each further one doubles.
    private static let leastCapacity = 4096

    deinit { storage.deallocate() }

    var isEmpty: Bool { byteCount == 0 }
    /// The memory it has taken, in bytes.
    var capacity: Int { storage.count }

    /// The oldest record, with whatever happens to stand behind it.
    ///
    /// Valid until the ring is next changed.
    var front: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[head..<(seam ?? tail)]) }

    /// Lends room for a record of `byteCount` bytes at most.
    ///
    /// What was written there counts once it is ``commit(_:)``ted. Valid until the ring is next changed.
    func room(for byteCount: Int) -> UnsafeMutableRawBufferPointer {
        if seam == nil, storage.count - tail < byteCount, head >= byteCount {
            seam = tail
            tail = 0
        }
        if (seam == nil ? storage.count : head) - tail < byteCount { grow(by: byteCount) }
        return UnsafeMutableRawBufferPointer(rebasing: storage[tail..<tail + byteCount])
    }

    /// Adds the first `byteCount` bytes of the room that was lent.
    func commit(_ byteCount: Int) {
        precondition(
            byteCount >= 0 && byteCount <= (seam == nil ? storage.count : head) - tail,
            "more was written than room was lent")
        tail += byteCount
        self.byteCount += byteCount
    }

    /// Forgets the oldest `byteCount` bytes, which are those of whole records.
    func consume(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= front.count, "more was consumed than a record has")
        head += byteCount
        self.byteCount -= byteCount
        if isEmpty {
            (head, tail, seam) = (0, 0, nil)
        } else if head == seam {
            (head, seam) = (0, nil)
        }
    }

    /// Gives the memory back if nothing is queued and there is more of it than `least` bytes.
    func trim(above least: Int) {
        guard isEmpty, storage.count > least else { return }
        storage.deallocate()
        storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    private func grow(by byteCount: Int) {
        var capacity = max(Self.leastCapacity, 2 * storage.count)
        while capacity < self.byteCount + byteCount { capacity *= 2 }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
        let older = front
        larger.copyMemory(from: older)
        if seam != nil {
            UnsafeMutableRawBufferPointer(rebasing: larger[older.count...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<tail]))
        }
        storage.deallocate()
        storage = larger
        (head, tail, seam) = (0, self.byteCount, nil)
    }
}
