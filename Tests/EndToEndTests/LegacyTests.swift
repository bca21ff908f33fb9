import Testing

extension EndToEnd {
    /// What the original was made of: a TAP and a WebSocket library, which know nothing of super-frames.
    @Suite(.enabled(if: Machine.peersPython != nil, "needs the packages of Peers/requirements.txt"))
    struct LegacyTests {
        @Test(
            "the original's libraries see whole and valid frames only, whatever our TAP is loaded with",
            arguments: ["tornado_station", "websocket_station"], Scheme.allCases
        )
        func ordinaryFrames(_ name: String, over scheme: Scheme) async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            let door = try await Door(of: server, scheme)
            _ = try await server.running(["server"] + door.serverOptions)
            try await server.configure()
            let station = try await Peer(name, door.clientOptions + ["tap0", client.inner + "/24"], on: client)
            try await client.run("ip", "addr", "add", "\(client.inner6)/64", "dev", "tap0", "nodad")

            for traffic in Traffic.all { #expect(try await traffic.survives(from: server, to: client)) }
            #expect(try await Traffic.stream.survives(from: client, to: server))
            let output = station.process.output.lines
            #expect(output.filter { $0.hasPrefix("fault") } == [])
            // An Ethernet header, and the interface's MTU.
            #expect(output.last { $0.hasPrefix("longest") } == "longest 1514")
        }
    }
}
