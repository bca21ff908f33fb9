import Frame
internal import Linux

/// Shows a service manager that all event loops turn, so that it can start the program anew when one is stuck.
///
/// Each loop reports from its own turn, by a timer. What is stuck is silent, whatever other threads do.
final class Watchdog: Sendable {
    private let interval: Duration
    private let report: @Sendable () -> Void
    private let silent: Locked<Set<Int>>
    private let loops: [any EventLoop]

    /// - Parameters:
    ///   - limit: how long the manager waits for a report; there will be four within it.
    ///   - report: called on a loop, when all have turned since the last time.
    init(over loops: [any EventLoop], within limit: Duration, report: @escaping @Sendable () -> Void) {
        interval = limit / 4
        (self.loops, self.report) = (loops, report)
        silent = Locked(Set(loops.indices))
    }

    /// Begins; it ends with the loops.
    func start() {
        for (number, loop) in loops.enumerated() { loop.execute { self.beat(number, loop) } }
    }

    private func beat(_ number: Int, _ loop: any EventLoop) {
        let areAllAlive = silent.withLock { silent in
            silent.remove(number)
            guard silent.isEmpty else { return false }
            silent = Set(loops.indices)
            return true
        }
        if areAllAlive { report() }
        loop.schedule(after: interval) { self.beat(number, loop) }
    }
}
