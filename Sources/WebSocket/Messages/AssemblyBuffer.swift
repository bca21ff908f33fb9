/// Where the fragments of a message are put together.
///
/// It grows up to a bound, and keeps what it has grown to for the next message.
struct AssemblyBuffer: ~Copyable {
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private let limit: Int
    /// Bytes put in since the last ``removeAll()``.
    private(set) var count = 0

    init(limit: Int) { self.limit = limit }

    deinit { memory.deallocate() }

    /// What has been put in.
    ///
    /// Valid until the next change.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    /// Forgets the bytes but keeps the memory.
    mutating func removeAll() { count = 0 }

    /// Adds `bytes` behind what is there.
    ///
    /// - Throws: ``ProtocolError/messageTooBig`` if the limit does not allow them; nothing is added then.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ProtocolError) {
        guard bytes.count <= limit - count else { throw .messageTooBig }
        reserve(bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    /// Where more bytes can be written, to be told to ``commit(_:)``; empty when the limit is reached.
    var room: UnsafeMutableRawBufferPointer {
        mutating get {
            if count == memory.count, count < limit { reserve(1) }
            return UnsafeMutableRawBufferPointer(rebasing: memory[count...])
        }
    }

    /// Takes in what was written to the start of ``room``.
    mutating func commit(_ written: Int) {
        precondition(written <= memory.count - count, "more written than there was room for")
        count += written
    }

    /// Makes room for `additional` bytes, which the limit allows, doubling so that many small fragments cost no more than one large.
    private mutating func reserve(_ additional: Int) {
        let needed = count + additional
        guard needed > memory.count else { return }
        let capacity = min(max(needed, 2 * memory.count, 4096), limit)
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: bytes)
        memory.deallocate()
        memory = larger
    }
}
