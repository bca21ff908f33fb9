/// How a command ended.
struct Outcome {
    let exitCode: Int32
    let output: String
    let errors: String

    /// Whether the command said what went wrong in one line, as it must.
    var isOneLine: Bool { errors.hasSuffix("\n") && errors.dropLast().allSatisfy { $0 != "\n" } && errors.count > 1 }
}

extension ChildProcess {
    /// Gives the process all it will ever read, and waits for its end.
    func outcome(reading input: String = "") async throws -> Outcome {
        write(input)
        endInput()
        return Outcome(exitCode: try await exitCode(), output: output.text, errors: errors.text)
    }
}

/// Runs a command that makes a part of the scene.
///
/// - Returns: what it printed.
/// - Throws: ``CommandFailed`` if it fails.
@discardableResult
func run(_ arguments: String...) async throws -> String { try await run(arguments) }

/// Runs a command that makes a part of the scene.
@discardableResult
func run(_ arguments: [String]) async throws -> String {
    let process = try ChildProcess(arguments)
    guard try await process.outcome().exitCode == 0 else { throw CommandFailed(process: process) }
    return process.output.text
}

/// A command without which the test makes no sense has failed.
struct CommandFailed: Error, CustomStringConvertible {
    let process: ChildProcess
    var description: String { "\(process)" }
}
