/// Bytes in records, first in, first out, each record in one piece, in blocks of memory: nothing moves while it is queued.
///
/// Blocks are taken as they are needed, the larger the more waits, and all but one go as they empty, until ``trim(above:)`` takes the
/// last. So the memory taken is never much more than what waits. Offsets are bytes.
final class RecordQueue {
    /// Records stand in it one behind the other, up to `end`.
    private struct Block {
        let storage: UnsafeMutableRawBufferPointer
        var end = 0

        var freeCount: Int { storage.count - end }
    }

    /// Bytes in all records.
    private(set) var byteCount = 0
    /// The memory taken, in bytes.
    private(set) var capacity = 0
    // Touched for every frame that waits, by methods that call nobody.
    /// The oldest first.
    ///
    /// All but the last hold records, and so does the last unless it was lent in vain.
    @exclusivity(unchecked) private var blocks: [Block] = []
    /// Where the oldest record begins, in the first block.
    @exclusivity(unchecked) private var head = 0
    /// Has emptied, and will be wanted again where as much comes as goes.
    @exclusivity(unchecked) private var spare: UnsafeMutableRawBufferPointer?

    /// Blocks are a multiple of this, in bytes: a page.
    private static let grain = 4096
    /// The largest block that is taken for more than one record, in bytes.
    private static let largest = 256 * 1024

    deinit {
        for block in blocks { block.storage.deallocate() }
        spare?.deallocate()
    }

    var isEmpty: Bool { byteCount == 0 }

    /// The oldest record, with whatever stands behind it.
    ///
    /// Valid until the queue is next changed.
    var front: UnsafeRawBufferPointer {
        guard let first = blocks.first else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: first.storage[head..<first.end])
    }

    /// The most memory that ``room(for:)`` would take in addition, in bytes.
    func growth(for byteCount: Int) -> Int {
        if let last = blocks.last, last.freeCount >= byteCount { return 0 }
        let size = blockSize(for: byteCount)
        return isSpareEnough(for: byteCount, of: size) ? 0 : size
    }

    /// Lends room for a record of `byteCount` bytes at most.
    ///
    /// What was written there counts once it is ``commit(_:)``ted. Valid until the queue is next changed.
    func room(for byteCount: Int) -> UnsafeMutableRawBufferPointer {
        if blocks.isEmpty || blocks[blocks.count - 1].freeCount < byteCount {
            // Lent in vain, or of an empty queue.
            if let last = blocks.last, last.end == 0 { free(blocks.removeLast().storage) }
            addBlock(for: byteCount)
        }
        let last = blocks[blocks.count - 1]
        return UnsafeMutableRawBufferPointer(rebasing: last.storage[last.end..<last.end + byteCount])
    }

    /// Adds the first `byteCount` bytes of the room that was lent.
    func commit(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= blocks.last?.freeCount ?? 0, "more was written than room was lent")
        blocks[blocks.count - 1].end += byteCount
        self.byteCount += byteCount
    }

    /// Forgets the oldest `byteCount` bytes, which are those of whole records.
    func consume(_ byteCount: Int) {
        precondition(byteCount >= 0 && byteCount <= front.count, "more was consumed than a record has")
        head += byteCount
        self.byteCount -= byteCount
        if isEmpty {
            while blocks.count > 1 { free(blocks.removeLast().storage) }
            if !blocks.isEmpty { blocks[0].end = 0 }
            head = 0
        } else if head == blocks[0].end {
            retire(blocks.removeFirst().storage)
            head = 0
        }
    }

    /// Gives back the memory in which nothing is queued, if there is more of it than `least` bytes.
    func trim(above least: Int) {
        if isEmpty, capacity > least { while let block = blocks.popLast() { free(block.storage) } }
        guard let spare, capacity > least else { return }
        free(spare)
        self.spare = nil
    }

    /// Adds a block with room for `byteCount` bytes.
    private func addBlock(for byteCount: Int) {
        let size = blockSize(for: byteCount)
        if let spare, isSpareEnough(for: byteCount, of: size) {
            blocks.append(Block(storage: spare))
            self.spare = nil
        } else {
            blocks.append(Block(storage: .allocate(byteCount: size, alignment: 64)))
            capacity += size
        }
    }

    /// As many records of a size as make up half of what waits already.
    private func blockSize(for byteCount: Int) -> Int {
        let count = max(1, min(self.byteCount / 2, Self.largest) / max(1, byteCount))
        return max(1, (count * byteCount + Self.grain - 1) / Self.grain) * Self.grain
    }

    private func isSpareEnough(for byteCount: Int, of size: Int) -> Bool {
        guard let spare else { return false }
        return spare.count >= byteCount && spare.count >= size / 2
    }

    /// Keeps the larger of a block that has emptied and the spare one.
    private func retire(_ storage: UnsafeMutableRawBufferPointer) {
        guard let spare else { return self.spare = storage }
        self.spare = spare.count < storage.count ? storage : spare
        free(spare.count < storage.count ? spare : storage)
    }

    private func free(_ storage: UnsafeMutableRawBufferPointer) {
        capacity -= storage.count
        storage.deallocate()
    }
}
