internal import Frame

/// A value that lives on an event loop, on its way through other threads: it can be got at on the loop alone.
struct Confined<Value>: Sendable {
    // Who gets at it is on the loop, which is checked.
    nonisolated(unsafe) private let confined: Value
    private let loop: any EventLoop

    /// Wraps a value.
    ///
    /// The caller is on the loop, or has just made the value and gives it away.
    init(_ value: Value, to loop: any EventLoop) {
        confined = value
        self.loop = loop
    }

    /// The value.
    ///
    /// Traps on another thread than the loop's.
    var value: Value {
        loop.preconditionIsolated()
        return confined
    }
}
