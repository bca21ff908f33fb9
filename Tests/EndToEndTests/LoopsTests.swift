import Glibc
import Testing

extension EndToEnd {
    /// A server whose work is spread over four threads.
    @Suite struct LoopsTests {
        @Test("three clients reach the server and each other", arguments: Scheme.allCases)
        func allPairs(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme, clients: 3, loops: 4)
            let hosts = [tunnel.server] + tunnel.clients
            for host in hosts {
                for other in hosts where other !== host {
                    #expect(try await host.reaches(other.inner), "from \(host.number) to \(other.number)")
                    #expect(try await host.reaches(other.inner6), "from \(host.number) to \(other.number)")
                }
            }
        }

        @Test("a TCP stream between any two arrives as it was sent")
        func streams() async throws {
            let tunnel = try await Tunnel(clients: 3, loops: 4)
            let hosts = [tunnel.server] + tunnel.clients
            for (from, to) in [(1, 2), (2, 3), (3, 1), (1, 0), (0, 3)] {
                let receiving = try hosts[to].startPeer("stream", ["receive"])
                _ = try await receiving.line("ready") { $0 == "ready" }
                let sending = try hosts[from].startPeer("stream", ["send", hosts[to].inner])
                let (sent, received) = (try await sending.outcome(), try await receiving.outcome())
                #expect(!sent.output.isEmpty, "\(sending)")
                #expect(sent.output == received.output.replacing("ready\n", with: ""), "from \(from) to \(to)")
            }
        }

        // Eight peers on one of four threads would be chance, once in 4⁷ times.
        @Test("an address that moves from thread to thread is found wherever it is")
        func movingAddress() async throws {
            let server = try await Host(isSilent: true)
            _ = try await server.running("--loops", "4", "server")
            let lan = try await Peer.atInterface(of: server)
            var peers: [Peer] = []
            for _ in 0..<8 { peers.append(try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: server)) }
            for (number, peer) in peers.enumerated() {
                let seed = UInt8(number)
                let neighbour = peers[(number + 3) % peers.count]
                #expect(try await lan.receives([Frames.between(1, nil, seed: seed)], from: peer))
                try await arrives(Frames.between(9, 1, seed: seed), at: peer, from: lan)
                try await arrives(Frames.between(2, 1, seed: seed), at: peer, from: neighbour)
            }
        }

        /// Sends a frame again and again until it arrives: a thread that was not heard for a while may not know of a move yet.
        private func arrives(_ frame: [UInt8], at receiver: Peer, from sender: Peer) async throws {
            try await eventually("a frame at \(receiver.process)") {
                sender.send(frame)
                return receiver.frames.contains(frame)
            }
        }

        @Test(
            "a signal ends a server on four threads in order, and its clients hear of it", arguments: [SIGTERM, SIGINT])
        func stop(_ signal: Int32) async throws {
            let tunnel = try await Tunnel(clients: 3, clientOptions: ["--no-reconnect"], loops: 4)
            tunnel.serving.signal(signal)
            #expect(try await tunnel.serving.exitCode() == 128 + signal, "\(tunnel.serving)")
            #expect(try await !tunnel.server.has("ethws0"))
            for client in tunnel.connected { #expect(try await client.exitCode() == 69, "\(client)") }
        }

        @Test("a client on two threads reaches the server")
        func client() async throws {
            let internet = try await Internet()
            let (server, client) = (try await Host(1), try await Host(2))
            for host in [server, client] { try await internet.plug(host) }
            _ = try await server.running("server")
            _ = try await client.running("--loops", "2", "client", "--uri", "ws://\(server.outer)/")
            for host in [server, client] { try await host.configure() }
            #expect(try await client.reaches(server.inner))
            #expect(try await server.reaches(client.inner))
        }

        @Test("a second server at the same port is refused")
        func secondServer() async throws {
            let host = try await Host()
            _ = try await host.running("--loops", "2", "server")
            let outcome = try await host.etherws("--loops", "2", "server")
            #expect(outcome.exitCode == 69 && outcome.isOneLine, "\(outcome)")
            #expect(try await !host.has("ethws1"))
        }
    }
}
