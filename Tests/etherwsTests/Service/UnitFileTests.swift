import CLinux
import Foundation
import Glibc
import Testing

private let tool = ["/usr/bin/systemd-analyze", "/bin/systemd-analyze"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// The units for systemd, judged by systemd itself.
@Suite(.enabled(if: tool != nil, "needs the command systemd-analyze"))
struct UnitFileTests {
    static let units = ["etherws-server.service", "etherws-client@.service"]

    @Test("systemd finds no mistake in a unit", arguments: units)
    func verify(unit: String) throws {
        let (status, output) = try analyze("verify", unit)
        #expect(status == 0 && output.isEmpty, "\(output)")
    }

    @Test("A unit exposes no more than documented", arguments: zip(units, [2.0, 1.9]))
    func exposure(unit: String, most: Double) throws {
        let (_, output) = try analyze("security", "--offline=true", "--no-pager", unit)
        // → Overall exposure level for etherws-server.service: 2.0 OK
        let words = try #require(output.split(separator: "\n").last { $0.contains("Overall exposure level") }).split(
            separator: " ")
        let level = try #require(words.compactMap { Double($0) }.last)
        #expect(level <= most, "\(output)")
    }

    /// - Parameter arguments: the last names the unit.
    private func analyze(_ arguments: String...) throws -> (status: CInt, output: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("etherws-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let unit = folder.appendingPathComponent(arguments[arguments.count - 1])
        // Any program that is there will do.
        try text(of: unit.lastPathComponent).replacing("@BINDIR@/etherws", with: "/bin/true")
            .write(to: unit, atomically: true, encoding: .utf8)

        let output = folder.appendingPathComponent("output").path
        let status = try run([tool ?? ""] + arguments.dropLast() + [unit.path], output: output)
        return (status, try String(contentsOfFile: output, encoding: .utf8))
    }

    /// Runs a program to its end, and returns its status; what it prints goes to a file.
    private func run(_ words: [String], output: String) throws -> CInt {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        let strings: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var process = pid_t()
        try #require(posix_spawn(&process, words[0], &actions, nil, strings, environ) == 0)
        var status: CInt = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private func text(of unit: String) throws -> String {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 1...4 { root.deleteLastPathComponent() }
        return try String(contentsOf: root.appendingPathComponent("Packaging/\(unit)"), encoding: .utf8)
    }
}
