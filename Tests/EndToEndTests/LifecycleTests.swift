import Glibc
import Testing

extension EndToEnd {
    @Suite struct LifecycleTests {
        @Test(
            "told not to reconnect, a client ends with its server, says so in one line and takes its interface with it")
        func serverDies() async throws {
            let tunnel = try await Tunnel(clientOptions: ["--no-reconnect"])
            let client = tunnel.connected[0]
            let before = client.errors.lines.count
            tunnel.serving.signal(SIGKILL)
            #expect(try await client.exitCode() == 69, "\(client)")
            #expect(client.errors.lines.count == before + 1, "\(client)")
            #expect(try await !tunnel.client.has("ethws0"))
        }

        @Test("when a client dies, the server goes on and serves others")
        func clientDies() async throws {
            let tunnel = try await Tunnel(clients: 2)
            tunnel.connected[0].signal(SIGKILL)
            _ = try await tunnel.connected[0].exitCode()
            #expect(try await tunnel.clients[1].reaches(tunnel.server.inner))
            _ = try await tunnel.client.running("client", "--uri", "ws://\(tunnel.server.outer)/")
            try await tunnel.client.configure()
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(try await tunnel.client.reaches(tunnel.clients[1].inner))
        }

        @Test("a signal ends server and client in order", arguments: [SIGTERM, SIGINT], ["server", "client"])
        func signals(_ signal: Int32, _ role: String) async throws {
            let tunnel = try await Tunnel()
            let (host, process) =
                role == "server" ? (tunnel.server, tunnel.serving) : (tunnel.client, tunnel.connected[0])
            process.signal(signal)
            #expect(try await process.exitCode() == 128 + signal, "\(process)")
            #expect(try await !host.has("ethws0"))
        }

        @Test("a server that was ended can be started again at once")
        func startedAgain() async throws {
            let tunnel = try await Tunnel()
            tunnel.serving.signal(SIGTERM)
            _ = try await tunnel.serving.exitCode()
            _ = try await tunnel.server.running("server")
            _ = try await tunnel.client.running("client", "--uri", "ws://\(tunnel.server.outer)/")
        }

        // RFC 6455 §7.4.1: 1001 says that an endpoint is going away.
        @Test("a server that is ended tells its clients that it goes away", arguments: [SIGTERM, SIGINT])
        func goingAway(_ signal: Int32) async throws {
            let server = try await Server()
            server.peer.process.write("ping 00\n")
            _ = try await server.peer.event("pong")
            server.serving.signal(signal)
            #expect(try await server.peer.event("closed") == "1001")
        }

        @Test("a start in the background returns when the tunnel works", arguments: Scheme.allCases)
        func background(over scheme: Scheme) async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let door = try await Door(of: server, scheme)
            for (host, arguments) in [
                (server, ["server"] + door.serverOptions), (client, ["client"] + door.clientOptions),
            ] {
                let outcome = try await host.start([Machine.etherws] + arguments).outcome()
                #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome)")
                try await host.configure()
            }
            #expect(try await client.reaches(server.inner))
            #expect(try await server.processes.count == 1)

            for host in [server, client] {
                for process in try await host.processes { kill(process, SIGTERM) }
                try await host.isDeserted()
                #expect(try await !host.has("ethws0"))
            }
        }

        @Test("a pipe that a start was part of ends with it")
        func backgroundInPipe() async throws {
            let host = try await Host()
            let outcome = try await host.start(["sh", "-c", "\"$0\" server 2>&1 | cat", Machine.etherws]).outcome()
            #expect(outcome.exitCode == 0 && outcome.output.isEmpty)
            #expect(try await host.processes.count == 1)
        }

        @Test("a start that fails leaves nothing behind", arguments: [["--foreground"], []])
        func failingStart(_ options: [String]) async throws {
            let host = try await Host()
            let command = [Machine.etherws] + options + ["client", "--uri", "ws://127.0.0.1/"]
            #expect(try await host.start(command).outcome().exitCode == 69)
            #expect(try await host.processes.isEmpty)
            #expect(try await !host.has("ethws0"))
        }

        @Test("under a service manager it stays in the foreground, and reports that it is ready")
        func serviceManager() async throws {
            let host = try await Host()
            let manager = try NotificationSocket()
            let service = try host.start([Machine.etherws, "server"], environment: manager.environment)
            let report = try await eventually("a report of \(service)") { try manager.next() }
            #expect(report.split(separator: "\n").contains("READY=1"))
            #expect(service.exitCode == nil)
            #expect(try await host.has("ethws0"))
        }
    }
}
