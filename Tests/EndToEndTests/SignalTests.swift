import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// Signals that mean nothing to the program.
    @Suite struct SignalTests {
        private static let meaningless = [
            SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, 34, 64,
        ]

        @Test("Signals that mean nothing end nothing")
        func running() async throws {
            let tunnel = try await Tunnel()
            for process in [tunnel.serving, tunnel.connected[0]] {
                for number in Self.meaningless { process.signal(number) }
            }
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(tunnel.serving.exitCode == nil && tunnel.connected[0].exitCode == nil)
        }

        @Test(
            "Nor do they end a start, in the foreground, in the parent that waits, and in what it puts into the background"
        )
        func starting() async throws {
            let host = try await Host()
            let users = try Users()
            _ = try await host.running("server", "--htpasswd", users.file)
            let login = ["client", "--uri", "ws://127.0.0.1/", "--user", "alice", "--device", "loopback:a"]
            for options in [["--foreground"], []] {
                let client = try host.start([Machine.etherws] + options + login)
                try await eventually("the start of \(client)") { try Self.isIgnoring(client.id) }
                for number in Self.meaningless { client.signal(number) }
                client.write("secret\n")
                client.endInput()
                if options.isEmpty {
                    #expect(try await client.exitCode() == 0, "\(client)")
                } else {
                    _ = try await client.line("readiness", from: \.errors) { $0.contains("connected") }
                }
                let started = try await host.processes.filter { $0 != client.id }
                #expect(started.count == (options.isEmpty ? 2 : 1))
                for process in started { #expect(try Self.isIgnoring(process)) }
                client.signal(SIGTERM)
                if !options.isEmpty { _ = try await client.exitCode() }
            }
        }

        @Test("A program that decides over credentials has its signals as every program has them")
        func program() async throws {
            let host = try await Host()
            // Signals 32 and 33 are glibc's own, which posix_spawn(3) leaves ignored.
            let program = try Scratch().write(
                """
                #!/bin/sh
                grep -Eq '^SigIgn:.0*(180000000)?$' /proc/self/status || exit 3
                grep -q '^SigBlk:.0*$' /proc/self/status || exit 4
                echo '{"principal": "alice"}'
                """, to: "program")
            chmod(program, 0o755)
            _ = try await host.running("server", "--auth", "exec:\(program)")
            let client = [Machine.etherws, "client", "--uri", "ws://127.0.0.1/", "--user", "alice"]
            let outcome = try await host.start(client).outcome(reading: "secret\n")
            #expect(outcome.exitCode == 0, "\(outcome)")
        }

        /// Whether a process ignores them all, as `/proc` shows it.
        private static func isIgnoring(_ process: pid_t) throws -> Bool {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
            let ignored = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
            return meaningless.allSatisfy { ignored >> UInt64($0 - 1) & 1 == 1 }
        }
    }
}
