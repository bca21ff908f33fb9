import Frame

/// A wait on an event loop, until what is expected happens or the time is over.
final class Expectation {
    private(set) var isMet = false
    private var waiting: CheckedContinuation<Void, Never>?
    private let loop: any EventLoop

    init(on loop: any EventLoop) { self.loop = loop }

    /// What was expected has happened.
    func meet() {
        isMet = true
        wake()
    }

    /// Waits for so long at most.
    ///
    /// - Returns: whether it has happened.
    nonisolated(nonsending) func wait(_ limit: Duration) async -> Bool {
        guard !isMet else { return true }
        let timer = loop.schedule(after: limit) { self.wake() }
        await withCheckedContinuation { continuation in
            // On another thread what is expected could happen unseen between the look above and this.
            loop.preconditionIsolated()
            waiting = continuation
        }
        loop.cancel(timer)
        return isMet
    }

    private func wake() {
        waiting?.resume()
        waiting = nil
    }
}
