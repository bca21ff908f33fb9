internal import CLinux
internal import Frame
import Synchronization

/// The memory in which frames wait for peers, of all links of a transport together.
///
/// Each link may use a little whatever the others do; beyond that all draw on one budget. Used on any thread.
final class QueueMemory: Sendable {
    /// What each link may use besides the budget, in bytes.
    ///
    /// Room for one of the longest frames, so that no link is ever cut off.
    static let allowance = 128 * 1024
    /// What is drawn at a time, in bytes, so that links seldom meet here.
    static let step = 64 * 1024
    /// The budget unless told otherwise, in bytes.
    static let usual = 256 * 1024 * 1024

    private let budget: Int
    private let drawn = Atomic<Int>(0)
    /// Bytes freed since the system was last given some back.
    private let freed = Atomic<Int>(0)
    /// Whether somebody is about to give it back.
    private let isReturning = Atomic<Bool>(false)

    /// So much must be free before the system is bothered, in bytes.
    private static let leastReturn = 16 * 1024 * 1024
    /// How long more is waited for: those who leave seldom leave alone.
    private static let returnDelay = Duration.seconds(1)

    init(budget: Int = QueueMemory.usual) { self.budget = budget }

    /// Bytes drawn at the moment.
    var used: Int { drawn.load(ordering: .relaxed) }

    /// Draws another ``step``.
    ///
    /// - Returns: whether there was so much left.
    func draw() -> Bool {
        guard drawn.add(Self.step, ordering: .relaxed).newValue <= budget else {
            drawn.subtract(Self.step, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Gives back `byteCount` bytes that were drawn.
    func putBack(_ byteCount: Int) { drawn.subtract(byteCount, ordering: .relaxed) }

    /// Whether more is in use than may be drawn.
    var isShort: Bool { used >= budget }

    /// Counts bytes that a link could not but use, more of them than before, or fewer.
    func note(change byteCount: Int) { drawn.add(byteCount, ordering: .relaxed) }

    /// Bytes were freed, which the allocator keeps for itself unless it is asked.
    func freed(_ byteCount: Int, on loop: any EventLoop) {
        guard freed.add(byteCount, ordering: .relaxed).newValue >= Self.leastReturn,
            !isReturning.exchange(true, ordering: .acquiring)
        else { return }
        loop.schedule(after: Self.returnDelay) { [self] in
            // It takes the longer the more there is, and holds nobody up on a thread of its own.
            Task {
                try? await loop.offload { [self] in
                    freed.store(0, ordering: .relaxed)
                    _ = malloc_trim(0)
                    isReturning.store(false, ordering: .releasing)
                }
            }
        }
    }
}
