import Frame
import Synchronization

/// Calls the switch of another event loop, once until it answers.
struct Doorbell: Sendable {
    private let loop: any EventLoop
    private let bell: Bell
    /// Made once, because it is what is given to the loop for each batch of frames.
    private let answer: @Sendable () -> Void

    private final class Bell: @unchecked Sendable {
        let isRung = Atomic(false)
        /// Whether something else than frames has come.
        let hasNotice = Atomic(false)
        // Set while the switch is made, before another switch can ring; from then on it is touched on the loop alone.
        var fabric: LearningSwitch?

        func answer() {
            // What the switch that rang has written before is seen from here on, and one that writes from here on rings anew.
            _ = isRung.exchange(false, ordering: .acquiringAndReleasing)
            let isNoticed = hasNotice.exchange(false, ordering: .acquiringAndReleasing)
            fabric?.answer(isNotice: isNoticed)
        }
    }

    /// Makes a bell at the door of a switch on `loop`.
    init(on loop: any EventLoop) {
        let bell = Bell()
        (self.loop, self.bell) = (loop, bell)
        answer = { bell.answer() }
    }

    /// The switch that answers; `nil` for none any more.
    ///
    /// Keeps the switch alive.
    func connect(to fabric: LearningSwitch?) { bell.fabric = fabric }

    /// Says that there are frames in a mailbox; on any thread.
    func ring() {
        guard !bell.isRung.exchange(true, ordering: .acquiringAndReleasing) else { return }
        loop.execute(answer)
    }

    /// Says that something about the stack has changed; on any thread.
    func notify() {
        bell.hasNotice.store(true, ordering: .releasing)
        ring()
    }
}
