package import Frame

/// Joins consecutive segments of TCP and UDP flows into super-frames (generic receive offload), for a device that takes them.
///
/// Several flows are joined side by side. A frame that cannot be joined goes out as it came, behind what is held of its flow, so
/// that no flow is ever reordered. Only what has a right checksum is joined: what is broken stays broken, for the receiver to see.
/// Nothing is held past ``flush(_:)``.
///
/// Joins what Linux's GRO would join (`tcp_gro_receive`, `udp_gro_receive`) and segmentation takes apart again, byte for byte.
package final class Joiner {
    /// Writes a frame: the buffer, in which ``headroom`` bytes are free in front of it, and what is left to do to it.
    package typealias Write = (UnsafeMutableRawBufferPointer, Offload) -> Void

    /// Bytes in front of each frame that is written, for a header of the device.
    package let headroom: Int
    private let joinsUDP: Bool
    private let runs: UnsafeMutableBufferPointer<Run>
    /// The run that makes way when all are taken.
    private var oldest = 0
    /// The run that was joined to last: segments seldom come alone.
    private var latest = 0

    /// Makes a joiner, which takes 64 KiB for each flow.
    ///
    /// - Parameters:
    ///   - flows: how many are joined side by side.
    ///   - headroom: bytes to leave free in front of each frame.
    ///   - joinsUDP: whether the device takes UDP super-frames.
    package init(flows: Int = 8, headroom: Int, joinsUDP: Bool) {
        self.headroom = headroom
        self.joinsUDP = joinsUDP
        runs = .allocate(capacity: flows)
        for index in runs.indices { runs.initializeElement(at: index, to: Run(headroom: headroom)) }
    }

    deinit {
        for run in runs { run.deallocate() }
        runs.deallocate()
    }

    /// Takes a frame as it stands on the wire, if it can be held.
    ///
    /// - Parameter write: called for runs that end with this frame's coming.
    /// - Returns: whether it is held. If not, the caller writes it, now.
    @inline(__always)
    package func take(_ frame: UnsafeRawBufferPointer, _ write: Write) -> Bool {
        guard let segment = Segment(frame) else {
            // Perhaps a fragment of a packet of a flow: nobody knows which.
            flush(write)
            return false
        }
        guard let index = run(of: segment) else { return hold(segment, in: nil, write) }
        if segment.isJoinable, runs[index].isContinued(by: segment) {
            if runs[index].join(segment) { return true }
            finish(index, write)
            return false
        }
        finish(index, write)
        return hold(segment, in: index, write)
    }

    /// Writes all that is held.
    package func flush(_ write: Write) {
        for index in runs.indices where runs[index].count > 0 { finish(index, write) }
    }

    private func hold(_ segment: Segment, in free: Int?, _ write: Write) -> Bool {
        guard segment.isJoinable, joinsUDP || !segment.layout.isUDP else { return false }
        return runs[free ?? freeRun(write)].begin(with: segment)
    }

    private func run(of segment: Segment) -> Int? {
        let key = segment.flowKey
        if isRun(latest, of: segment, key) { return latest }
        guard let index = runs.indices.first(where: { isRun($0, of: segment, key) }) else { return nil }
        latest = index
        return index
    }

    @inline(__always)
    private func isRun(_ index: Int, of segment: Segment, _ key: UInt64) -> Bool {
        runs[index].count > 0 && runs[index].flowKey == key && segment.isSameFlow(as: runs[index].header)
    }

    private func freeRun(_ write: Write) -> Int {
        if let free = runs.indices.first(where: { runs[$0].count == 0 }) { return free }
        oldest = (oldest + 1) % runs.count
        finish(oldest, write)
        return oldest
    }

    private func finish(_ index: Int, _ write: Write) {
        let (frame, offload) = runs[index].finish()
        write(frame, offload)
    }
}
