package struct NeverHappened: Error {
    package init() {}
}

/// What `body` returns as soon as it returns something, within a minute.
package func eventually<Value>(_ body: () -> Value?) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if let value = body() { return value }
        try await Task.sleep(for: .milliseconds(1))
    }
    throw NeverHappened()
}
