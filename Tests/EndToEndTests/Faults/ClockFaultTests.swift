import Foundation
import Glibc
import Testing

extension Faults {
    /// The wall clock is set while the program runs, by libfaketime: namespaces of time have the other clocks alone.
    @Suite(.enabled(if: Clock.library != nil, "needs libfaketime"))
    struct ClockFaultTests {
        @Test(
            "a clock that is set, forward or back, harms no tunnel; certificates are judged by the new time, and passwords as before"
        )
        func stepped() async throws {
            let clock = try Clock()
            let register = try await Register()
            let certificate = try await register.certificate(days: -1...30)
            let users = try Users()
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let serving = try await server.running(
                ["server", "--htpasswd", users.file] + certificate.options, through: clock.starter)
            let door = [
                "client", "--uri", "wss://\(server.outer)/", "--sni", "localhost", "--cacerts", register.file, "--user",
                "alice",
            ]
            let connected = try await client.running(door, input: "secret\n", through: clock.starter)
            for host in [server, client] { try await host.configure() }
            let bystander = try await Bystander(from: client, to: server)

            for (number, (step, verdict)) in Self.steps.enumerated() {
                try clock.set(step)
                let refusal = try await client.start(clock.starter + [Machine.etherws] + door).outcome(
                    reading: "secret\n")
                #expect(refusal.exitCode == 77 && refusal.errors.contains(verdict), "\(refusal)")
                // The server's clock alone is wrong: this client knows the time.
                for (change, password) in [(users.changePassword, "hunter2"), (users.restorePassword, "secret")] {
                    try change()
                    let outcome = try await client.start([Machine.etherws] + door).outcome(reading: password + "\n")
                    #expect(outcome.exitCode == 0, "\(outcome)")
                }
                serving.signal(SIGHUP)
                try await serving.says("was read anew", times: number + 1)
            }
            // A sign that the server's clock was set at all.
            try await serving.says("has expired: clients refuse it")
            for process in [serving, connected] { #expect(try await process.isCalm()) }
            #expect(try await bystander.isUnharmed())
            #expect(!connected.errors.text.contains("lost"))
            report("clock set 400 days forward, then 800 back", "nothing to recover from: no tunnel was lost")
        }

        private static let steps = [("+400d", "it has expired"), ("-400d", "it is not valid yet")]
    }

    /// A wall clock for programs that are started with it.
    private struct Clock {
        /// Where libfaketime is, if it is anywhere.
        static let library: String? = {
            let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
            return folders.map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }.first { Machine.isReadable($0) }
        }()

        private let scratch: Scratch

        init() throws {
            scratch = try Scratch()
            try set("+0")
        }

        /// Sets it, off from the real one by so much.
        func set(_ offset: String) throws { try scratch.write(offset, to: "clock") }

        /// Runs the command behind it by this clock.
        ///
        /// The second `env` is for libfaketime to move the environment of: Swift finds no arguments in a process where that has been moved.
        var starter: [String] {
            [
                "env", "LD_PRELOAD=\(Clock.library ?? "")", "FAKETIME_TIMESTAMP_FILE=\(scratch.path("clock"))",
                "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "env",
            ]
        }
    }
}
