internal import Frame

/// Frames that wait for a socket, fairly between flows and not for long (FQ-CoDel, RFC 8290).
///
/// Each flow has a queue of its own. Flows take turns by deficit round robin; one that has just begun, or sends little, goes first,
/// so that a ping or a keystroke does not wait behind somebody's transfer. Within a flow CoDel keeps the wait short.
///
/// What waits is what the owner makes of each frame: best the very bytes that will be sent, so that nothing is left to be done to them.
package final class FairQueue {
    /// Bytes that wait, with what is noted about each frame.
    package private(set) var byteCount = 0
    /// Memory taken, in bytes: what is drawn for.
    package private(set) var capacity = 0
    /// How long frames may wait, and how many.
    ///
    /// What waits already when it shrinks makes way for what comes.
    private var allowance: WaitAllowance
    private let hash: FlowHash
    private let memory: QueueMemory
    /// Bytes drawn from the memory that all links share.
    private var drawn = 0
    // Touched for every frame that waits; no access lasts while somebody else is called.
    @exclusivity(unchecked) private var flows: [FlowQueue]
    /// Flows that have just begun to wait: the first to be served (RFC 8290 §4.2), by their place in `flows`.
    @exclusivity(unchecked) private var newFlows: [Int] = []
    /// Flows that have had a turn.
    @exclusivity(unchecked) private var oldFlows: [Int] = []

    /// What a flow may send in a turn, in bytes.
    private static let quantum = 16 * 1024

    /// - Parameters:
    ///   - allowance: how long frames may wait, and how many.
    ///   - memory: what all queues may use together.
    ///   - flowCount: how many flows are told apart; more share queues.
    package init(
        allowing allowance: WaitAllowance,
        drawingOn memory: QueueMemory,
        flowCount: Int = 64,
        hash: FlowHash = FlowHash()
    ) {
        self.allowance = allowance
        self.memory = memory
        self.hash = hash
        flows = (0..<flowCount).map { _ in FlowQueue() }
    }

    deinit { memory.putBack(drawn) }

    package var isEmpty: Bool { byteCount == 0 }

    /// Says anew how long frames may wait, and how many.
    package func allow(_ allowance: WaitAllowance) { self.allowance = allowance }

    /// Sorts a frame into one of the flows that share the queue.
    package func flow(of frame: UnsafeRawBufferPointer) -> Int { Int(hash(frame) % UInt64(flows.count)) }

    /// Lends room for what is to wait for a frame of a flow, `byteCount` bytes at most.
    ///
    /// When there is no room, or no memory left for all links, the oldest entries of the longest queue make way (RFC 8290 §4.1).
    /// What was written counts once it is committed. Valid until the queue is next changed.
    ///
    /// - Parameter dropped: called for each frame that made way.
    /// - Returns: `nil` if that is more than all the room there is.
    package func room(for byteCount: Int, in flow: Int, dropped: () -> Void) -> UnsafeMutableRawBufferPointer? {
        let size = FlowQueue.size(of: byteCount)
        guard size <= allowance.byteCount else { return nil }
        while self.byteCount + size > allowance.byteCount || !draws(flows[flow].growth(for: byteCount)) {
            guard !isEmpty, let longest = flows.indices.max(by: { flows[$0].byteCount < flows[$1].byteCount })
            else {
                return nil
            }
            removeFirst(of: longest)
            dropped()
        }
        return change(flow) { $0.room(for: byteCount) }
    }

    /// Queues the first `byteCount` bytes of the room that was lent to a flow.
    ///
    /// - Parameter firstCount: how many of them stand for the first segment of the frame, which are all of an ordinary frame.
    package func commit(_ byteCount: Int, first firstCount: Int, in flow: Int, at now: Duration) {
        change(flow) { $0.commit(byteCount, first: firstCount, at: now) }
        guard !flows[flow].isListed else { return }
        flows[flow].isListed = true
        flows[flow].deficit = Self.quantum
        newFlows.append(flow)
    }

    /// Takes out what is next.
    ///
    /// - Parameter body: borrows the bytes. They are without the first segment if the flow sends too fast and should be shown so by
    ///   the loss of one.
    package func takeFirst<Failure>(
        at now: Duration,
        _ body: (_ bytes: UnsafeRawBufferPointer, _ losesSegment: Bool) throws(Failure) -> Void
    ) throws(Failure) {
        guard let place = nextFlow(), let entry = flows[place].first else { return }
        let backlog = flows[place].byteCount - FlowQueue.size(of: entry.bytes.count)
        // Nothing is gained by dropping the last packet.
        let isLong = now - entry.queuedAt >= allowance.target && backlog > 0
        let losesSegment = flows[place].codel.drops(isLong: isLong, at: now, interval: allowance.interval)
        flows[place].deficit -= entry.bytes.count
        defer { removeFirst(of: place) }
        try body(
            UnsafeRawBufferPointer(rebasing: entry.bytes[(losesSegment ? entry.firstCount : 0)...]), losesSegment)
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
        change(place) { $0.removeFirst() }
        // There are many queues, and one bound for all: what the empty ones keep counts together.
        if flows[place].isEmpty, flows[place].capacity > FlowQueue.modestCapacity, capacity > 2 * allowance.byteCount {
            change(place) { $0.trim(above: FlowQueue.modestCapacity) }
        }
        putBackUnused()
    }

    /// Has a flow do something, and counts what it came to.
    private func change<Result>(_ place: Int, _ body: (inout FlowQueue) -> Result) -> Result {
        let (byteCount, capacity) = (flows[place].byteCount, flows[place].capacity)
        let result = body(&flows[place])
        self.byteCount += flows[place].byteCount - byteCount
        self.capacity += flows[place].capacity - capacity
        return result
    }

    /// - Returns: whether there is so much memory more, in bytes.
    private func draws(_ growth: Int) -> Bool {
        while growth > 0, capacity + growth > QueueMemory.allowance + drawn {
            if memory.draw() {
                drawn += QueueMemory.step
            } else if !givesBackUnused() {
                return false
            }
        }
        return true
    }

    /// - Returns: whether flows had memory in which nothing waited.
    private func givesBackUnused() -> Bool {
        let before = capacity
        for place in flows.indices { change(place) { $0.trim(above: 0) } }
        return capacity < before
    }

    private func putBackUnused() {
        let unused = drawn - max(0, capacity - QueueMemory.allowance)
        guard unused >= 2 * QueueMemory.step else { return }
        // One step is kept, lest it be drawn again at once.
        let returned = (unused / QueueMemory.step - 1) * QueueMemory.step
        drawn -= returned
        memory.putBack(returned)
    }
}
