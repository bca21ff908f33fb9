import Synchronization

/// A wish that any number of askers have in common until somebody sees to it; on any thread.
final class Request: Sendable {
    private let isPending = Atomic(false)

    /// Asks.
    ///
    /// - Returns: whether nobody had asked yet.
    func make() -> Bool { !isPending.exchange(true, ordering: .acquiringAndReleasing) }

    /// Begins to see to it: whoever asks from now on has to be heard again.
    func take() { isPending.store(false, ordering: .releasing) }
}
