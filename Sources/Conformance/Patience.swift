import Synchronization

/// How long a component may take, so that a broken one fails rather than hangs.
struct Patience: Sendable {
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

    /// Runs `body`, and gives up on it when it takes far too long: it waits for a loop that a link blocks.
    ///
    /// A task that waits for a blocked thread cannot be ended. It is left behind, with what it holds.
    func limit(_ rule: ConformanceRule, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let race = Race(continuation)
            let watchdog = Task {
                // Throws when the body has come first, and so has won the race.
                try await Task.sleep(for: limit * 10)
                let detail = "a check did not come to its end. It was to see that \(rule.rawValue)"
                race.finish(.failure(ConformanceFailure(.blocking, detail)))
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
