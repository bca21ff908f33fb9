import Synchronization

/// The memory in which frames wait for peers, of all links of a transport together.
///
/// Each link may use a little whatever the others do; beyond that all draw on one budget. Used on any thread.
package final class QueueMemory: Sendable {
    /// What each link may use besides the budget, in bytes.
    ///
    /// Room for one of the longest frames, so that no link is ever cut off.
    package static let allowance = 128 * 1024
    /// What is drawn at a time, in bytes, so that links seldom meet here.
    package static let step = 64 * 1024
    /// The budget unless told otherwise, in bytes.
    package static let usual = 256 * 1024 * 1024

    private let budget: Int
    private let drawn = Atomic<Int>(0)
    /// Bytes freed since the system was last given some back.
    private let freed = Atomic<Int>(0)
    /// Whether somebody is about to give it back.
    private let isReturning = Atomic<Bool>(false)

    /// So much must be free before the system is bothered, in bytes.
    private static let leastReturn = 16 * 1024 * 1024

    package init(budget: Int = QueueMemory.usual) { self.budget = budget }

    /// Bytes drawn at the moment.
    package var used: Int { drawn.load(ordering: .relaxed) }

    /// Draws another ``step``.
    ///
    /// - Returns: whether there was so much left.
    package func draw() -> Bool {
        guard drawn.add(Self.step, ordering: .relaxed).newValue <= budget else {
            drawn.subtract(Self.step, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Gives back `byteCount` bytes that were drawn.
    package func putBack(_ byteCount: Int) { drawn.subtract(byteCount, ordering: .relaxed) }

    /// Whether more is in use than may be drawn.
    package var isShort: Bool { used >= budget }

    /// Counts bytes that a link could not but use, more of them than before, or fewer.
    package func note(change byteCount: Int) { drawn.add(byteCount, ordering: .relaxed) }

    /// Counts bytes that were freed, which the allocator keeps for itself unless it is asked.
    ///
    /// - Returns: whether it is worth asking it, by ``returnFreed(_:)``, and no other thread is about to.
    package func isWorthReturning(afterFreeing byteCount: Int) -> Bool {
        freed.add(byteCount, ordering: .relaxed).newValue >= Self.leastReturn
            && !isReturning.exchange(true, ordering: .acquiring)
    }

    /// Has `body` give what was freed back to the system.
    package func returnFreed(_ body: () -> Void) {
        freed.store(0, ordering: .relaxed)
        body()
        isReturning.store(false, ordering: .releasing)
    }
}
