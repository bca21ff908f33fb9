import Linux
import Testing

/// Undoes, last things first, what a test did to the machine, however the test ends.
final class Cleanup: Sendable {
    /// The one of the test that is running.
    @TaskLocal static var current = Cleanup()

    private let actions = Locked<[@Sendable () -> Void]>([])

    /// Adds how to undo something, which must not fail nor wait for long.
    func add(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.append(action) }
    }

    fileprivate func run() {
        while let action = actions.withLock({ $0.popLast() }) { action() }
    }
}

/// Gives each test a ``Cleanup`` of its own, and carries it out.
struct CleansUp: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        let cleanup = Cleanup()
        defer { cleanup.run() }
        try await Cleanup.$current.withValue(cleanup, operation: function)
    }
}

extension Trait where Self == CleansUp {
    /// What the test did to the machine is undone when it ends.
    static var cleansUp: CleansUp { CleansUp() }
}
