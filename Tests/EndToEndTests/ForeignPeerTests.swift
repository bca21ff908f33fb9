import Testing

extension EndToEnd {
    /// WebSocket as others have written it, by packages that everybody can install.
    @Suite(.enabled(if: Machine.peersPython != nil, "needs the packages of Peers/requirements.txt"))
    struct ForeignPeerTests {
        @Test(
            "frames cross to and from foreign clients byte for byte",
            arguments: ["websockets_client", "websocket_client", "tornado_client"], Scheme.allCases
        )
        func foreignClient(_ name: String, over scheme: Scheme) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, scheme, address: "localhost")
            let users = try Users()
            _ = try await host.running(["server", "--htpasswd", users.file] + door.serverOptions)
            let interface = try await Peer.atInterface(of: host)
            let peer = try await Peer(name, door.clientOptions + ["--user", "alice:secret"], on: host)
            try await crosses(between: interface, and: peer)
            peer.process.write("close\n")
            #expect(try await peer.event("closed") == "1000")
        }

        @Test(
            "foreign clients understand that a password is wrong",
            arguments: ["websockets_client", "websocket_client", "tornado_client"]
        )
        func foreignClientRefused(_ name: String) async throws {
            let scene = try await Guarded()
            let client = try scene.host.startPeer(name, scene.door + ["--user", "alice:wrong"])
            #expect(try await client.line("an answer") { $0 != "" } == "refused 401", "\(client)")
        }

        @Test(
            "frames cross to and from foreign servers byte for byte",
            arguments: ["websockets_server", "tornado_server"], Scheme.allCases
        )
        func foreignServer(_ name: String, over scheme: Scheme) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, scheme, address: "localhost:8080")
            let peer = try await Peer(
                name, ["--port", "8080", "--user", "alice:secret"] + door.serverOptions, on: host
            )
            let client = try await host.running(
                ["client", "--no-reconnect", "--user", "alice"] + door.clientOptions, input: "secret\n")
            _ = try await peer.event("open")
            let interface = try await Peer.atInterface(of: host)
            try await crosses(between: interface, and: peer)
            peer.process.write("close\n")
            #expect(try await client.exitCode() == 69)
        }

        @Test(
            "a foreign server's refusal is understood",
            arguments: ["websockets_server", "tornado_server"]
        )
        func foreignServerRefuses(_ name: String) async throws {
            let host = try await Host()
            _ = try await Peer(name, ["--port", "8080", "--user", "alice:secret"], on: host)
            let outcome = try await host.etherws(
                "client", "--uri", "ws://localhost:8080/", "--user", "alice", input: "wrong\n"
            )
            #expect(outcome.exitCode == 77 && outcome.isOneLine, "\(outcome)")
        }

        /// Frames of all kinds of lengths (RFC 6455 §5.2 has three) cross both ways, and a ping is answered.
        private func crosses(between interface: Peer, and peer: Peer) async throws {
            let frames = [14, 60, 125, 126, 127, 128, 1000, 1514].map { Frames.plain($0) } + [Frames.tagged(1518)]
            #expect(try await interface.receives(frames, from: peer))
            #expect(try await peer.receives(frames, from: interface))
            peer.process.write("ping 0123456789abcdef\n")
            #expect(try await peer.event("pong") == "0123456789abcdef")
        }
    }
}
