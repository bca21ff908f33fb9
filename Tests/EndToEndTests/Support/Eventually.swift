/// Waits until something is there, and returns it.
///
/// - Throws: ``TimedOut`` when it is not there in time.
func eventually<Value>(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(30),
    _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < deadline else { throw TimedOut(what: what()) }
        try await Task.sleep(for: .milliseconds(4))
    }
}

/// Waits until a condition holds.
///
/// - Throws: ``TimedOut`` when it does not hold in time.
func eventually(
    _ what: @autoclosure () -> String,
    within limit: Duration = .seconds(30),
    holds condition: () async throws -> Bool
) async throws {
    try await eventually(what(), within: limit) { try await condition() ? () : nil }
}

/// Something that a test waited for did not happen.
struct TimedOut: Error, CustomStringConvertible {
    let what: String
    var description: String { "waited in vain for \(what)" }
}
