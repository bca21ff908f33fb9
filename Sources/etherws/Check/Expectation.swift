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
        var timer: TimerID?
        await withCheckedContinuation { continuation in
            // Not before: the loop may have turned on the way here, and what had happened by then would wake nothing.
            guard !isMet else { return continuation.resume() }
            waiting = continuation
            timer = loop.schedule(after: limit) { self.wake() }
        }
        if let timer { loop.cancel(timer) }
        return isMet
    }

    private func wake() {
        waiting?.resume()
        waiting = nil
    }
}
