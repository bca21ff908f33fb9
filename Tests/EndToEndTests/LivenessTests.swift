import Testing

extension EndToEnd {
    @Suite struct LivenessTests {
        private static let impatient = ["--ping", "1", "--patience", "2"]

        @Test("a peer that falls silent is given up by both ends, and its interface keeps what it was given")
        func silence() async throws {
            let tunnel = try await Tunnel(serverOptions: Self.impatient, clientOptions: Self.impatient)
            let client = tunnel.client
            try await client.run("ip", "link", "set", "ethws0", "up")
            try await client.run("ip", "route", "add", "203.0.113.0/24", "via", tunnel.server.inner, "dev", "ethws0")
            let before = try await (client.run("ip", "-o", "addr"), client.run("ip", "link", "show", "ethws0"))
            try await tunnel.internet.setSilence(of: client, true)
            _ = try await tunnel.connected[0].line("the loss", from: \.errors) { $0.contains("lost ws:") }
            _ = try await tunnel.serving.line("the loss", from: \.errors) { $0.contains("detached ws:") }
            #expect(try await client.run("ip", "link", "show", "ethws0").contains("NO-CARRIER"))
            #expect(try await client.run("ip", "-o", "addr") == before.0)
            #expect(try await client.run("ip", "route").contains("203.0.113.0/24 via \(tunnel.server.inner)"))

            try await tunnel.internet.setSilence(of: client, false)
            _ = try await tunnel.connected[0].line("the return", from: \.errors) { $0.contains("back ws:") }
            #expect(try await client.reaches(tunnel.server.inner))
            try await eventually("carrier") { try await client.run("ip", "link", "show", "ethws0") == before.1 }
        }

        @Test("a silent peer is found though more waits for it than any queue holds")
        func silenceUnderLoad() async throws {
            let tunnel = try await Tunnel(over: .wss, serverOptions: Self.impatient, clientOptions: Self.impatient)
            let flood = try tunnel.client.start(["ping", "-f", "-q", "-s", "1400", tunnel.server.inner])
            try await tunnel.internet.setSilence(of: tunnel.client, true)
            _ = try await tunnel.connected[0].line("the loss", from: \.errors) { $0.contains("lost ws") }
            _ = try await tunnel.serving.line("the loss", from: \.errors) { $0.contains("detached ws") }
            try await tunnel.internet.setSilence(of: tunnel.client, false)
            _ = try await tunnel.connected[0].line("the return", from: \.errors) { $0.contains("back ws") }
            flood.signal(15)
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
        }

        @Test("a cable that is pulled out for a moment costs nothing but that moment")
        func shortCut() async throws {
            let tunnel = try await Tunnel()
            try await tunnel.internet.setCable(of: tunnel.client, isPlugged: false)
            try await tunnel.internet.setCable(of: tunnel.client, isPlugged: true)
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(tunnel.connected[0].errors.lines.allSatisfy { !$0.contains("lost ") })
        }

        @Test("a user's client that has vanished gets its port back")
        func samePort() async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let serving = try await server.running(["server", "--htpasswd", try Users().file] + Self.impatient)
            let arguments = ["client", "--uri", "ws://\(server.outer)/", "--user", "alice"]
            let first = try await client.running(arguments, input: "secret\n")
            first.signal(9)
            _ = try await serving.line("the loss", from: \.errors) { $0.contains("lost ws:") && $0.contains("(alice)") }
            _ = try await client.running(arguments, input: "secret\n")
            _ = try await serving.line("the return", from: \.errors) { $0.contains("back ws:") }
        }
    }
}
