internal import Frame

/// Frames one after another in one buffer, so that a queue that is emptied and filled again allocates nothing.
struct FrameQueue: Sendable {
    private var bytes: [UInt8] = []
    /// Where each frame ends.
    private var ends: [Int] = []

    var isEmpty: Bool { ends.isEmpty }

    /// What the frames and the queue's own books take up.
    var byteCount: Int { bytes.count + ends.count * MemoryLayout<Int>.stride }

    /// What `byteCount` grows by with a frame.
    static func cost(of frame: RawSpan) -> Int { frame.byteCount + MemoryLayout<Int>.stride }

    /// Copies a frame to the end of the queue.
    mutating func append(_ frame: RawSpan) {
        frame.withUnsafeBytes { bytes.append(contentsOf: $0) }
        ends.append(bytes.count)
    }

    /// Copies all frames of another queue to the end of this.
    mutating func append(_ other: FrameQueue) {
        let start = bytes.count
        bytes.append(contentsOf: other.bytes)
        for end in other.ends { ends.append(start + end) }
    }

    /// Empties the queue, and keeps its memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Shows each frame to `body`, in order, until it returns `false`.
    func forEach(while body: (RawSpan) -> Bool) {
        var start = 0
        for end in ends {
            guard body(bytes.span.bytes.extracting(start..<end)) else { return }
            start = end
        }
    }
}
