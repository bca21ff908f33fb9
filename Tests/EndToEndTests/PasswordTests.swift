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
            var seen = 0
            for process in try await scene.host.processes {
                for file in ["/proc/\(process)/cmdline", "/proc/\(process)/environ"] {
                    // A process that started another may have ended since.
                    guard let text = try? Data(contentsOf: URL(fileURLWithPath: file)) else { continue }
                    #expect(text.range(of: Data("secret".utf8)) == nil, "\(file)")
                    seen += 1
                }
            }
            #expect(seen >= 4)
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
