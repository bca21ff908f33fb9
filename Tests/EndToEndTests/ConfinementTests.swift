import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// What a process gives up once its tunnel stands.
    ///
    /// All other tests run in the sandbox too: it is on unless told otherwise.
    @Suite struct ConfinementTests {
        @Test(
            "Once the tunnel stands, no thread has a capability, a way to gain one, or system calls that it does not need"
        )
        func sandbox() async throws {
            let tunnel = try await Tunnel()
            for process in [tunnel.serving, tunnel.connected[0]] {
                let threads = try await Privileges.ofThreads(of: process)
                #expect(threads.count > 2)
                #expect(
                    threads.allSatisfy { $0 == Privileges(user: 0, capabilities: 0, canGain: false, isFiltered: true) })
            }
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
        }

        @Test("With --run-as both ends are an ordinary user's, and go on", arguments: Scheme.allCases)
        func runAs(over scheme: Scheme) async throws {
            let scene = try await Scene()
            let door = try await Door(of: scene.server, scheme)
            let serving = try await scene.server.running(["server", "--run-as", "daemon"] + door.serverOptions)
            let connected = try await scene.client.running(
                ["client", "--run-as", "daemon:nogroup"] + door.clientOptions)
            for process in [serving, connected] {
                let threads = try await Privileges.ofThreads(of: process)
                #expect(
                    threads.allSatisfy { $0 == Privileges(user: 1, capabilities: 0, canGain: false, isFiltered: true) })
            }
            try await scene.configure()
            #expect(try await scene.client.reaches(scene.server.inner))
            serving.signal(SIGTERM)
            #expect(try await serving.exitCode() == 128 + SIGTERM, "\(serving)")
            #expect(try await !scene.server.has("ethws0"))
        }

        @Test("In the background it goes on as the user as well")
        func background() async throws {
            let host = try await Host()
            let outcome = try await host.etherws("server", "--run-as", "daemon")
            #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome)")
            let process = try #require(try await host.processes.first)
            #expect(try Privileges.ofThreads(of: process).allSatisfy { $0.user == 1 && $0.isFiltered })
        }

        @Test("Who is not root makes a tunnel with two capabilities, a client with one")
        func capabilitiesAlone() async throws {
            let scene = try await Scene()
            let server = Self.unprivileged(with: ["net_admin", "net_bind_service"])
            let client = Self.unprivileged(with: ["net_admin"])
            let serving = try await scene.server.running(["server"], through: server)
            let connected = try await scene.client.running(
                ["client", "--uri", "ws://\(scene.server.outer)/"], through: client)
            for process in [serving, connected] {
                let threads = try await Privileges.ofThreads(of: process)
                #expect(
                    threads.allSatisfy {
                        $0 == Privileges(user: 1234, capabilities: 0, canGain: false, isFiltered: true)
                    })
            }
            try await scene.configure()
            #expect(try await scene.client.reaches(scene.server.inner))
        }

        @Test(
            "Without a capability that is needed it is not permitted to start",
            arguments: ["net_admin", "net_bind_service"])
        func withoutCapability(only capability: String) async throws {
            let host = try await Host()
            let command = Self.unprivileged(with: [capability]) + [Machine.etherws, "--foreground", "server"]
            let outcome = try await host.start(command).outcome()
            #expect(outcome.exitCode == 77, "\(outcome)")
        }

        @Test("Of a password file that the user cannot read again the log warns")
        func passwordFile() async throws {
            let host = try await Host()
            let users = try Users()
            chmod(users.file, 0o600)
            let serving = try await host.running("server", "--run-as", "daemon", "--htpasswd", users.file)
            _ = try await serving.line("a warning", from: \.errors) {
                $0.contains("changes of '\(users.file)' will not be seen") && $0.contains("daemon")
            }
        }

        @Test("Passwords are read again in the sandbox, by the user that it goes on as")
        func passwordsAgain() async throws {
            let scene = try await Scene()
            let users = try Users()
            _ = try await scene.server.running("server", "--run-as", "daemon", "--htpasswd", users.file)
            try users.changePassword()
            _ = try await scene.client.running(
                ["client", "--uri", "ws://\(scene.server.outer)/", "--user", "alice"], input: "hunter2\n")
        }

        @Test("The sandbox can be turned off, and warn", arguments: [("off", false), ("warn", true), ("on", true)])
        func modes(mode: String, isFiltered: Bool) async throws {
            let host = try await Host()
            let serving = try await host.running("server", "--sandbox", mode)
            let threads = try await Privileges.ofThreads(of: serving)
            #expect(threads.allSatisfy { $0.isFiltered == isFiltered && ($0.capabilities == 0) == isFiltered })
        }

        @Test("A user who is none is a mistake in the command line")
        func noUser() async throws {
            let outcome = try await Host().etherws("server", "--run-as", "no-such-user")
            #expect(outcome.exitCode == 64 && outcome.errors.contains("no-such-user"), "\(outcome)")
        }

        @Test("Under a service manager that wants signs of life, all event loops give them")
        func watchdog() async throws {
            let host = try await Host()
            let manager = try NotificationSocket()
            let variables = manager.environment.merging(["WATCHDOG_USEC": "400000"]) { _, new in new }
            let service = try host.start([Machine.etherws, "server"], environment: variables)
            var reports: [String] = []
            try await eventually("signs of life behind the readiness of \(service)") {
                if let report = try manager.next() { reports.append(report) }
                guard let ready = reports.firstIndex(of: "READY=1") else { return false }
                return reports[ready...].count { $0 == "WATCHDOG=1" } >= 3
            }
            kill(service.id, SIGSTOP)
            while try manager.next() != nil {}
            #expect(try manager.next() == nil)
            kill(service.id, SIGCONT)
            try await eventually("another sign of life") { try manager.next() == "WATCHDOG=1" }
        }

        /// The beginning of a command that runs another as a user without privileges but these.
        private static func unprivileged(with capabilities: [String]) -> [String] {
            let list = capabilities.map { "+\($0)" }.joined(separator: ",")
            // Where the device is its owner's alone, there is another for all users, as udev makes it.
            let device = "mount -t tmpfs tun /dev/net && mknod -m 666 /dev/net/tun c 10 200 && exec \"$@\""
            return [
                "unshare", "--mount", "sh", "-c", device, "sh",
                "setpriv", "--reuid=1234", "--regid=1234", "--clear-groups", "--inh-caps=\(list)",
                "--ambient-caps=\(list)",
                "--bounding-set=-all,\(list)",
            ]
        }
    }
}

/// A server and a client on one network, on which nothing runs yet.
private struct Scene {
    let server: Host
    let client: Host

    init() async throws {
        let internet = try await Internet()
        (server, client) = (try await Host(1), try await Host(2))
        for host in [server, client] { try await internet.plug(host) }
    }

    func configure() async throws {
        for host in [server, client] { try await host.configure() }
    }
}
