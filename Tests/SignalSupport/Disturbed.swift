import CLinux
import Glibc
import Linux
import Synchronization

/// Work on a thread of its own that waits for something, and is disturbed by a signal meanwhile.
package final class Disturbed<Outcome: Sendable>: Sendable {
    private let thread = Locked<(id: pthread_t, status: String)?>(nil)
    private let outcome = Locked<Outcome?>(nil)

    package init(_ work: @escaping @Sendable () -> Outcome) throws {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in disturbances.add(1, ordering: .relaxed) }
        sigaction(SIGUSR1, &action, nil)
        try Linux.Thread.start("disturbed") {
            var signals = sigset_t()
            sigaddset(&signals, SIGUSR1)
            pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            self.thread.withLock { $0 = (pthread_self(), Self.statusFile) }
            let outcome = work()
            self.outcome.withLock { $0 = outcome }
        }
    }

    /// Sends the signal once the thread sleeps, then calls `end`, by which its wait is over.
    ///
    /// - Returns: what the work came to.
    package func outcome(after end: () -> Void) -> Outcome {
        waitUntilAsleep()
        let before = disturbances.load(ordering: .relaxed)
        if !isOver, let thread = thread.withLock({ $0?.id }) {
            pthread_kill(thread, SIGUSR1)
            while disturbances.load(ordering: .relaxed) == before { sched_yield() }
        }
        waitUntilAsleep()
        end()
        while true {
            if let outcome = outcome.withLock({ $0 }) { return outcome }
            sched_yield()
        }
    }

    private var isOver: Bool { outcome.withLock { $0 != nil } }

    private func waitUntilAsleep() {
        while !isOver {
            // The state stands behind the name (proc(5)).
            if let status = thread.withLock({ $0?.status }), Self.text(of: status).contains(") S ") { return }
            sched_yield()
        }
    }

    private static var statusFile: String {
        var characters = [CChar](repeating: 0, count: 100)
        let count = max(0, readlink("/proc/thread-self", &characters, characters.count))
        return "/proc/" + String(decoding: characters.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            + "/stat"
    }

    private static func text(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

/// How often a signal has disturbed a thread.
private let disturbances = Atomic(0)
