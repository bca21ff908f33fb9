import Foundation
import Testing

extension EndToEnd {
    @Suite struct PasswordTests {
        @Test("a terminal is asked for the password, and does not show it")
        func terminal() async throws {
            let scene = try await Guarded()
            let command = ["secret", Machine.etherws, "client", "--user", "alice"] + scene.door
            let terminal = try scene.host.startPeer("terminal", command)
            #expect(try await terminal.line("an exit code") { $0.hasPrefix("exit") } == "exit 0", "\(terminal)")
            #expect(terminal.output.lines.first == "silent")
            let screen = terminal.output.lines.first { $0.hasPrefix("screen ") } ?? ""
            #expect(!screen.contains(Array("secret".utf8).hex))
        }

        @Test("no process shows the password to others", arguments: [["--foreground"], []])
        func invisible(_ options: [String]) async throws {
            let scene = try await Guarded()
            let command = [Machine.etherws] + options + ["client", "--user", "alice"] + scene.door
            let client = try scene.host.start(command)
            client.write("secret\n")
            client.endInput()
            try await scene.host.waits(for: "ethws1")
            let processes = try await scene.host.processes
            #expect(processes.count >= 2)
            for process in processes {
                for file in ["/proc/\(process)/cmdline", "/proc/\(process)/environ"] {
                    let text = try Data(contentsOf: URL(fileURLWithPath: file))
                    #expect(text.range(of: Data("secret".utf8)) == nil, "\(file)")
                }
            }
        }

        @Test("a password in the URI is not shown when it is refused")
        func inTheURI() async throws {
            let scene = try await Guarded()
            let outcome = try await scene.host.etherws("client", "--uri", "ws://alice:wr0ng@127.0.0.1/")
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
            #expect(!outcome.errors.contains("wr0ng"))
        }
    }
}
