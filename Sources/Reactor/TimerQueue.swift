internal import Frame

/// Timers in the order they are due: a binary heap, where a timer that is cancelled stays as a husk until it comes to the top.
struct TimerQueue {
    private struct Entry {
        let deadline: Duration
        let number: UInt64

        /// Of two that are due at the same time, the older comes first.
        func precedes(_ other: Entry) -> Bool { (deadline, number) < (other.deadline, other.number) }
    }

    private var heap: [Entry] = []
    private var actions: [UInt64: () -> Void] = [:]
    private var lastNumber: UInt64 = 0

    /// How many timers are neither due nor cancelled.
    var count: Int { actions.count }

    /// How many entries the heap holds, husks among them.
    var entryCount: Int { heap.count }

    /// When the first timer is due; `nil` when there is none.
    var nextDeadline: Duration? { heap.first?.deadline }

    /// The number of the newest timer there has been.
    var newest: TimerID { TimerID(rawValue: lastNumber) }

    /// Adds a timer.
    mutating func insert(at deadline: Duration, _ action: @escaping () -> Void) -> TimerID {
        lastNumber += 1
        actions[lastNumber] = action
        heap.append(Entry(deadline: deadline, number: lastNumber))
        siftUp(from: heap.count - 1)
        return newest
    }

    /// Forgets a timer, if it is still there.
    ///
    /// - Returns: its action, for the caller to let go of: with it may go an object that calls the loop again.
    @discardableResult
    mutating func cancel(_ timer: TimerID) -> (() -> Void)? {
        let action = actions.removeValue(forKey: timer.rawValue)
        if action != nil { removeHusks() }
        return action
    }

    /// Removes and returns the action of a timer that is due at `now` and not newer than `newest`.
    mutating func popDue(at now: Duration, upTo newest: TimerID) -> (() -> Void)? {
        guard let first = heap.first, first.deadline <= now, first.number <= newest.rawValue else { return nil }
        removeFirst()
        let action = actions.removeValue(forKey: first.number)
        removeHusks()
        return action
    }

    /// Keeps the top of the heap alive, and husks fewer than timers, so that cancelling costs no more memory than keeping.
    private mutating func removeHusks() {
        while let first = heap.first, actions[first.number] == nil { removeFirst() }
        guard heap.count > 2 * actions.count + 64 else { return }
        heap.removeAll { actions[$0.number] == nil }
        // Sorted is a heap, too.
        heap.sort { $0.precedes($1) }
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown(from: 0)
    }

    private mutating func siftUp(from index: Int) {
        var child = index
        while child != 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from index: Int) {
        var parent = index
        while true {
            var first = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].precedes(heap[first]) { first = child }
            guard first != parent else { return }
            heap.swapAt(parent, first)
            parent = first
        }
    }
}
