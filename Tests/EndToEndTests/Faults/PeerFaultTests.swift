import Glibc
import Testing

extension EndToEnd {
    /// Peers that are killed, and peers that break off in the middle of a frame.
    @Suite struct PeerFaultTests {
        /// The first 26 bytes of a message of 256, masked with zeros as a client's are.
        private static let halfFromClient = "82fe010000000000" + String(repeating: "5a", count: 18)
        /// The same, as a server sends it.
        private static let halfFromServer = "827e0100" + String(repeating: "5a", count: 22)

        @Test(
            "when a server is killed, its client keeps its interface and is back soon after it",
            arguments: Scheme.allCases)
        func serverKilled(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme)
            let address = try await tunnel.client.run("ip", "-o", "addr", "show", "ethws0")
            let noticing = Stopwatch()
            tunnel.serving.signal(SIGKILL)
            _ = try await tunnel.connected[0].line("the loss", from: \.errors) { $0.contains("lost ws") }
            let noticed = "\(noticing)"
            _ = try await tunnel.serving.exitCode()
            _ = try await tunnel.server.running(tunnel.serverCommand)
            let returning = Stopwatch()
            _ = try await tunnel.connected[0].line("the return", from: \.errors) { $0.contains("info: back ") }
            #expect(returning.elapsed < .seconds(10))
            report("server killed (\(scheme.rawValue))", "noticed after \(noticed), back \(returning) after the server")
            try await tunnel.server.configure()
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(try await tunnel.client.run("ip", "-o", "addr", "show", "ethws0") == address)
        }

        @Test("when a client is killed, the server notices at once and others go on")
        func clientKilled() async throws {
            let tunnel = try await Tunnel(clients: 2)
            let bystander = try await Bystander(from: tunnel.clients[1], to: tunnel.server)
            let noticing = Stopwatch()
            tunnel.connected[0].signal(SIGKILL)
            _ = try await tunnel.serving.line("the loss", from: \.errors) { $0.contains("detached ws:") }
            report("client killed", "noticed after \(noticing)")
            #expect(try await bystander.isUnharmed())
        }

        @Test("a client that resets its connection in the middle of a frame costs only itself")
        func clientResets() async throws {
            let server = try await Server()
            let broken = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: server.host)
            let noticing = Stopwatch()
            broken.process.write("raw \(Self.halfFromClient)\nreset\n")
            _ = try await server.serving.line("the loss", from: \.errors) { $0.contains("detached ws:") }
            report("RST in mid-frame, from a client", "noticed after \(noticing)")
            let whole = Frames.plain(60)
            server.peer.send(whole)
            #expect(try await server.interface.receives(whole))
            #expect(server.interface.frames == [whole])
        }

        @Test("a client that falls silent in the middle of a frame is given up")
        func clientFallsSilent() async throws {
            let host = try await Host(isSilent: true)
            let serving = try await host.running("server", "--ping", "1", "--patience", "2")
            let interface = try await Peer.atInterface(of: host)
            let broken = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: host)
            // A pong: who has never sent one is not expected to.
            broken.process.write("raw 8a8000000000\nraw \(Self.halfFromClient)\n")
            let noticing = Stopwatch()
            _ = try await serving.line("the loss", from: \.errors) { $0.contains("silent for too long") }
            report("half a frame and then silence, from a client, patience 2 s", "given up after \(noticing)")
            #expect(interface.frames.isEmpty)
        }

        @Test("a client whose server breaks off in the middle of a frame, or falls silent there, connects anew")
        func serverBreaksOff() async throws {
            let host = try await Host(isSilent: true)
            let server = try await Peer("half_server", [], on: host)
            let client = try await host.running("client", "--uri", "ws://127.0.0.1/", "--ping", "1", "--patience", "2")
            let interface = try await Peer.atInterface(of: host)
            server.process.write("raw \(Self.halfFromServer)\nreset\n")
            let resetting = Stopwatch()
            try await client.returns(1)
            report("RST in mid-frame, from the server", "back after \(resetting)")

            server.process.write("raw 8a00\nraw \(Self.halfFromServer)\n")
            let falling = Stopwatch()
            _ = try await client.line("the loss", from: \.errors) { $0.contains("silent for too long") }
            server.process.write("reset\n")
            try await client.returns(2)
            report("half a frame and then silence, from the server, patience 2 s", "back after \(falling)")

            let whole = Frames.plain(60)
            server.process.write("raw 823c\(whole.hex)\n")
            #expect(try await interface.receives(whole))
            #expect(interface.frames == [whole])
        }
    }
}
