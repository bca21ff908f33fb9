import Foundation
import Testing

/// Runs the program `Captive`, which was built beside the tests.
///
/// - Returns: what it printed, word by word.
func captive(_ arguments: String...) async throws -> [String] { try await captive(arguments) }

/// Runs the program `Captive`, which was built beside the tests.
func captive(_ arguments: [String]) async throws -> [String] {
    let process = Process()
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.executableURL = tests.deletingLastPathComponent().appendingPathComponent("Captive")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let output = Foundation.Pipe()
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
}

/// Whether the tests run as root.
let isRoot = geteuid() == 0
