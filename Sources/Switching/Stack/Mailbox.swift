import Frame
import Synchronization

/// Frames on their way from one event loop to another: a ring of bytes, which one writes and the other reads.
///
/// A frame is copied in once, and read where it is. No thread waits: what finds no room is dropped by the sender. What was posted can be
/// read as soon as it is handed over, once for a whole batch.
final class Mailbox: @unchecked Sendable {
    // What lies between `taken` and `handedOver` is the reader's, all else the writer's.
    private let memory: UnsafeMutableRawBufferPointer
    /// How far the writer has come: bytes since the beginning, of which each record takes a multiple of ``grain``.
    private let handedOver = Atomic<Int>(0)
    /// How far the reader has come.
    private let taken = Atomic<Int>(0)
    /// The writer's alone: the end of what was posted.
    @exclusivity(unchecked) private var written = 0
    /// The writer's alone: how far there is room for sure.
    @exclusivity(unchecked) private var limit: Int
    /// The reader's alone: the end of what was read.
    @exclusivity(unchecked) private var read = 0

    /// The most bytes that are under way by default: enough for what is read from a TAP between two flushes, four times.
    ///
    /// The memory is touched, and thus taken from the system, only when it is used.
    static let capacity = 1024 * 1024
    /// The size of a header, which is that of the least record, so that one always fits in what is left at the end of the memory.
    private static let grain = MemoryLayout<TrunkHeader>.stride

    /// Makes an empty mailbox.
    ///
    /// - Parameter capacity: bytes; a power of two, and room for two of the longest frames at least.
    init(capacity: Int = Mailbox.capacity) {
        precondition(capacity >= 2 * Self.length(FrameSize.maximum) && capacity & (capacity - 1) == 0)
        memory = .allocate(byteCount: capacity, alignment: 64)
        limit = capacity
    }

    deinit { memory.deallocate() }

    /// Copies a frame, or nothing, behind its header.
    ///
    /// Called by the writer.
    ///
    /// - Returns: `false` if there is no room.
    func post(_ header: TrunkHeader, _ frame: RawSpan) -> Bool {
        let length = Self.length(frame.byteCount)
        let rest = memory.count - offset(of: written)
        let skipped = rest < length ? rest : 0
        guard hasRoom(for: skipped + length) else { return false }
        if skipped > 0 {
            store(TrunkHeader(.filler))
            written += skipped
        }
        var header = header
        header.byteCount = UInt32(truncatingIfNeeded: frame.byteCount)
        store(header)
        let body = UnsafeMutableRawBufferPointer(rebasing: memory[(offset(of: written) + Self.grain)...])
        frame.withUnsafeBytes { body.copyMemory(from: $0) }
        written += length
        return true
    }

    /// Lets the reader have what was posted.
    ///
    /// Called by the writer.
    func handOver() { handedOver.store(written, ordering: .releasing) }

    /// Shows what was handed over to `body`, in order, and makes room.
    ///
    /// Called by the reader.
    ///
    /// - Parameter limit: bytes after which to stop.
    /// - Returns: whether there is more.
    func take(upTo limit: Int, _ body: (TrunkHeader, RawSpan) -> Void) -> Bool {
        let (start, end) = (read, handedOver.load(ordering: .acquiring))
        while read < end, read - start < limit {
            let offset = offset(of: read)
            let header = memory.load(fromByteOffset: offset, as: TrunkHeader.self)
            guard header.kind != .filler else {
                read += memory.count - offset
                continue
            }
            let first = offset + Self.grain
            body(header, memory.bytes.extracting(first..<first + Int(header.byteCount)))
            read += Self.length(Int(header.byteCount))
        }
        taken.store(read, ordering: .releasing)
        return read < end
    }

    private func hasRoom(for byteCount: Int) -> Bool {
        if written + byteCount <= limit { return true }
        limit = taken.load(ordering: .acquiring) + memory.count
        return written + byteCount <= limit
    }

    private func store(_ header: TrunkHeader) {
        memory.storeBytes(of: header, toByteOffset: offset(of: written), as: TrunkHeader.self)
    }

    private func offset(of position: Int) -> Int { position & (memory.count - 1) }

    /// What a frame of `byteCount` bytes takes up, with its header.
    private static func length(_ byteCount: Int) -> Int { grain + (byteCount + grain - 1) & ~(grain - 1) }
}
