internal import Frame

/// Frames that wait for a socket, fairly between flows and not for long (FQ-CoDel, RFC 8290).
///
/// Each flow has a queue of its own. Flows take turns by deficit round robin; one that has just begun, or sends little, goes first,
/// so that a ping or a keystroke does not wait behind somebody's transfer. Within a flow CoDel keeps the wait short.
///
/// Super-frames are queued whole.
final class FairQueue {
    /// Bytes that wait, with what is noted about each frame.
    private(set) var byteCount = 0
    /// How long frames may wait, and how many.
    ///
    /// What waits already when it shrinks makes way for what comes.
    var allowance: WaitAllowance
    private let hash: FlowHash
    private let memory: QueueMemory
    /// Bytes drawn from the memory that all links share.
    private var drawn = 0
    private var flows: [FlowQueue]
    /// Flows that have just begun to wait: the first to be served (RFC 8290 §4.2), by their place in `flows`.
    private var newFlows: [Int] = []
    /// Flows that have had a turn.
    private var oldFlows: [Int] = []

    /// What a flow may send in a turn, in bytes.
    private static let quantum = 16 * 1024

    /// - Parameters:
    ///   - allowance: how long frames may wait, and how many.
    ///   - memory: what all queues may use together.
    ///   - flowCount: how many flows are told apart; more share queues.
    init(
        allowing allowance: WaitAllowance,
        drawingOn memory: QueueMemory,
        flowCount: Int = 64,
        hash: FlowHash = FlowHash()
    ) {
        self.allowance = allowance
        self.memory = memory
        self.hash = hash
        flows = (0..<flowCount).map { _ in FlowQueue(limit: WaitAllowance.longest.byteCount) }
    }

    deinit { memory.putBack(drawn) }

    var isEmpty: Bool { byteCount == 0 }
    /// Memory taken, in bytes.
    var capacity: Int { flows.reduce(0) { $0 + $1.capacity } }

    /// Queues a copy of a frame.
    ///
    /// When there is no room, or no memory left for all links, the oldest frames of the longest queue make way (RFC 8290 §4.1).
    ///
    /// - Parameter dropped: called for each frame that made way.
    /// - Returns: `false` if the frame is longer than all the room there is.
    func append(
        _ frame: UnsafeRawBufferPointer,
        _ offload: Offload,
        at now: Duration,
        dropped: () -> Void
    ) -> Bool {
        let size = FlowQueue.size(of: frame)
        guard size <= allowance.byteCount else { return false }
        while byteCount + size > allowance.byteCount || !draws(size) {
            guard byteCount > 0, let longest = flows.indices.max(by: { flows[$0].byteCount < flows[$1].byteCount })
            else {
                return false
            }
            removeFirst(of: longest)
            dropped()
        }
        let place = Int(hash(frame) % UInt64(flows.count))
        guard flows[place].append(frame, offload, at: now) else { return false }
        byteCount += size
        if !flows[place].isListed {
            flows[place].isListed = true
            flows[place].deficit = Self.quantum
            newFlows.append(place)
        }
        return true
    }

    /// Takes the next frame out.
    ///
    /// - Parameter body: borrows the frame. It is told whether the flow should be shown that it sends too fast, by the loss of one
    ///   segment.
    func takeFirst(
        at now: Duration,
        _ body: (_ frame: UnsafeRawBufferPointer, _ offload: Offload, _ losesSegment: Bool) -> Void
    ) {
        guard let place = nextFlow(), let (frame, offload, queuedAt) = flows[place].first else { return }
        let backlog = flows[place].byteCount - FlowQueue.size(of: frame)
        let losesSegment = flows[place].codel.drops(
            after: now - queuedAt, backlog: backlog, at: now, allowing: allowance)
        flows[place].deficit -= frame.count
        body(frame, offload, losesSegment)
        removeFirst(of: place)
    }

    /// The flow whose turn it is.
    ///
    /// Flows that have used up their turn go behind the others; those that have emptied go.
    private func nextFlow() -> Int? {
        while true {
            let isNew = !newFlows.isEmpty
            guard let place = isNew ? newFlows.first : oldFlows.first else { return nil }
            if flows[place].deficit <= 0 {
                flows[place].deficit += Self.quantum
                unlist(place, isNew: isNew)
                oldFlows.append(place)
            } else if flows[place].isEmpty {
                unlist(place, isNew: isNew)
                // "If the queue was new … it is moved to the end of the list of old queues", lest it be new for ever (§4.2).
                if isNew && !oldFlows.isEmpty { oldFlows.append(place) } else { flows[place].isListed = false }
            } else {
                return place
            }
        }
    }

    private func unlist(_ place: Int, isNew: Bool) {
        if isNew { newFlows.removeFirst() } else { oldFlows.removeFirst() }
    }

    private func removeFirst(of place: Int) {
        let before = flows[place].byteCount
        flows[place].removeFirst()
        byteCount -= before - flows[place].byteCount
        putBackUnused()
    }

    /// - Returns: whether there is memory for as many bytes more.
    private func draws(_ size: Int) -> Bool {
        while byteCount + size > QueueMemory.allowance + drawn {
            guard memory.draw() else { return false }
            drawn += QueueMemory.step
        }
        return true
    }

    private func putBackUnused() {
        let unused = drawn - max(0, byteCount - QueueMemory.allowance)
        guard unused >= 2 * QueueMemory.step else { return }
        // One step is kept, lest it be drawn again at once.
        let returned = (unused / QueueMemory.step - 1) * QueueMemory.step
        drawn -= returned
        memory.putBack(returned)
    }
}
