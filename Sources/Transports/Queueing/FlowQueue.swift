internal import Frame

/// The frames of one flow that wait, oldest first, and what fairness remembers about it.
struct FlowQueue {
    /// Bytes it may still send in its turn.
    var deficit = 0
    var codel = CoDel()
    var isListed = false
    private let records: ByteQueue

    /// What stands in front of each frame in the queue.
    private struct Record: BitwiseCopyable {
        let byteCount: Int
        let queuedAt: Duration
        let offload: Offload
    }

    init(limit: Int) { records = ByteQueue(limit: limit) }

    /// Bytes that wait, with what is noted about each frame.
    var byteCount: Int { records.count }
    var isEmpty: Bool { records.isEmpty }
    /// Memory taken, in bytes.
    var capacity: Int { records.capacity }

    /// Bytes that a frame takes in the queue.
    static func size(of frame: UnsafeRawBufferPointer) -> Int { MemoryLayout<Record>.size + frame.count }

    /// Copies a frame to the end; `false` if there is no room for it.
    func append(_ frame: UnsafeRawBufferPointer, _ offload: Offload, at now: Duration) -> Bool {
        guard let room = records.room(for: Self.size(of: frame)) else { return false }
        room.storeBytes(of: Record(byteCount: frame.count, queuedAt: now, offload: offload), as: Record.self)
        UnsafeMutableRawBufferPointer(rebasing: room[MemoryLayout<Record>.size...]).copyMemory(from: frame)
        records.commit(room.count)
        return true
    }

    /// The oldest frame, until the queue is changed.
    var first: (frame: UnsafeRawBufferPointer, offload: Offload, queuedAt: Duration)? {
        guard !isEmpty else { return nil }
        let record = records.pending.loadUnaligned(as: Record.self)
        let frame = records.pending[MemoryLayout<Record>.size..<MemoryLayout<Record>.size + record.byteCount]
        return (UnsafeRawBufferPointer(rebasing: frame), record.offload, record.queuedAt)
    }

    /// Forgets the oldest frame.
    ///
    /// With the last one goes the memory of a queue that has been long: there are many queues, and one bound for all.
    func removeFirst() {
        guard let first else { return }
        records.consume(Self.size(of: first.frame))
        records.trim(above: Self.modestCapacity)
    }

    /// What an empty queue may keep, in bytes.
    private static let modestCapacity = 128 * 1024
}
