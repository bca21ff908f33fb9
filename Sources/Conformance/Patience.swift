internal import Frame
import Synchronization

/// How long a component may take, so that a broken one fails rather than hangs.
struct Patience: Sendable {
    let loop: any EventLoop
    /// For one thing to happen.
    let limit: Duration

    /// Looks again and again until `condition` holds.
    ///
    /// - Throws: ``ConformanceFailure`` if it does not hold in time, and what `condition` throws.
    func wait(
        for rule: ConformanceRule,
        _ detail: @autoclosure () -> String,
        until condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !condition() {
            guard ContinuousClock.now < deadline else { throw ConformanceFailure(rule, detail()) }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Runs `body`, and gives up on it when a link blocks the loop, or when it does not come to its end for another reason.
    ///
    /// A task that waits for a blocked thread cannot be ended. It is left behind, with what it holds.
    func limit(_ rule: ConformanceRule, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let race = Race(continuation)
            let watchdog = Task {
                // Throws when the body has come first, and so has won the race.
                race.finish(.failure(try await hitch(in: rule)))
            }
            Task {
                do {
                    try await body()
                    race.finish(.success(()))
                } catch {
                    race.finish(.failure(error))
                }
                watchdog.cancel()
            }
        }
    }

    /// Waits until the loop stands still, or the time for a check is over, which is 12 times that for one thing.
    private func hitch(in rule: ConformanceRule) async throws -> ConformanceFailure {
        for _ in 0..<12 {
            let beat = Beat()
            loop.execute { beat.hasCome.store(true, ordering: .relaxed) }
            try await Task.sleep(for: limit)
            guard beat.hasCome.load(ordering: .relaxed) else {
                return ConformanceFailure(.blocking, "the loop stood still while this was to be seen: \(rule.rawValue)")
            }
        }
        return ConformanceFailure(rule, "the check of it does not come to an end")
    }

    /// A sign that the loop runs.
    private final class Beat: Sendable {
        let hasCome = Atomic<Bool>(false)
    }

    /// Passes on the first result.
    private final class Race: Sendable {
        private let isOver = Atomic<Bool>(false)
        private let continuation: CheckedContinuation<Void, any Error>

        init(_ continuation: CheckedContinuation<Void, any Error>) { self.continuation = continuation }

        func finish(_ result: Result<Void, any Error>) {
            guard !isOver.exchange(true, ordering: .relaxed) else { return }
            continuation.resume(with: result)
        }
    }
}
