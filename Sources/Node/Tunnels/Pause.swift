import Frame

/// A wait on an event loop that can be cut short.
///
/// Lives on the loop.
final class Pause {
    private var timer: TimerID?
    private var continuation: CheckedContinuation<Void, Never>?
    private let loop: any EventLoop

    /// Begins to wait.
    init(_ duration: Duration, on loop: any EventLoop, _ continuation: CheckedContinuation<Void, Never>) {
        self.loop = loop
        self.continuation = continuation
        timer = loop.schedule(after: duration) { [self] in end() }
    }

    /// Ends the wait, unless it is over.
    func end() {
        timer.map { loop.cancel($0) }
        timer = nil
        continuation?.resume()
        continuation = nil
    }
}
