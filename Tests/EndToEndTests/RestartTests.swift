import Testing

extension EndToEnd {
    @Suite struct RestartTests {
        @Test("clients come back when their server does, and nothing arrives twice or altered")
        func fewRestarts() async throws {
            let findings = try await Restarts(over: .wss).run(3, pace: 300)
            #expect(findings.areWhole, "\(findings)")
        }

        @Test("a client in the background comes back")
        func background() async throws {
            let tunnel = try await Tunnel()
            let other = try await Host(3)
            try await tunnel.internet.plug(other)
            #expect(try await other.etherws("client", "--uri", "ws://\(tunnel.server.outer)/").exitCode == 0)
            try await other.configure()
            tunnel.serving.signal(9)
            _ = try await tunnel.serving.exitCode()
            _ = try await tunnel.server.running(tunnel.serverCommand)
            try await eventually("the return of a client in the background") {
                try await other.reaches(tunnel.client.inner)
            }
        }

        @Test("where one server is gone, the next one is tried")
        func anotherServer() async throws {
            let internet = try await Internet()
            let (first, second, client) = (try await Host(1), try await Host(2), try await Host(3))
            for host in [first, second, client] { try await internet.plug(host) }
            let serving = try await first.running("server")
            let connected = try await client.running(
                "client", "--uri", "ws://\(first.outer)/", "--uri", "ws://\(second.outer)/")
            try await client.configure()
            serving.signal(9)
            _ = try await connected.line("the loss", from: \.errors) { $0.contains("lost ws:\(first.outer):80") }
            _ = try await second.running("server")
            try await second.configure()
            _ = try await connected.line("the return", from: \.errors) { $0.contains("back ws:\(second.outer):80") }
            #expect(try await client.reaches(second.inner))
        }

        @Test("a password that is wrong later is asked about again, not often, until it is right")
        func passwordChanges() async throws {
            let host = try await Host()
            let users = try Users()
            let command = ["server", "--htpasswd", users.file]
            let serving = try await host.running(command)
            let client = try await host.running(
                "client", "--uri", "ws://127.0.0.1/", "--user", "alice", "--retry-max", "4", input: "secret\n")
            try users.changePassword()
            serving.signal(9)
            _ = try await serving.exitCode()
            _ = try await host.running(command)
            _ = try await client.line("a refusal", from: \.errors) { $0.contains("warning: retrying") }
            try users.restorePassword()
            _ = try await client.line("the return", from: \.errors) { $0.contains("info: back ") }
            #expect(client.errors.lines.count { $0.contains("warning: retrying") } < 20, "\(client)")
        }
    }
}
