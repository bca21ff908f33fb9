import Reactor

extension EpollLoop {
    /// Runs `body` on the loop's thread.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            execute { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}

extension AsyncStream where Element: Sendable {
    /// The next `count` elements; fewer if the stream ends.
    func first(_ count: Int) async -> [Element] {
        await prefix(count).reduce(into: []) { $0.append($1) }
    }
}
