import Testing

extension EndToEnd {
    /// permessage-deflate (RFC 7692) with programs that others have written, and through the command line.
    @Suite(.enabled(if: Machine.peersPython != nil, "needs the packages of Peers/requirements.txt"))
    struct CompressionTests {
        @Test(
            "a foreign client compresses, and understands us",
            arguments: ["websockets_client", "aiohttp_client"], Scheme.allCases
        )
        func foreignClient(_ name: String, over scheme: Scheme) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, scheme, address: "localhost")
            let server = try await host.running(["server", "--deflate"] + door.serverOptions)
            let interface = try await Peer.atInterface(of: host)
            let peer = try await Peer(name, door.clientOptions, on: host)
            #expect(try await peer.event("compressed") == "yes")
            try await crosses(between: interface, and: peer)
            peer.process.write("close\n")
            #expect(try await peer.event("closed") == "1000")
            #expect(warns(server) == (scheme == .wss))
        }

        @Test(
            "a foreign server compresses, and understands us",
            arguments: ["websockets_server", "aiohttp_server"], Scheme.allCases
        )
        func foreignServer(_ name: String, over scheme: Scheme) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, scheme, address: "localhost:8080")
            let peer = try await Peer(name, ["--port", "8080"] + door.serverOptions, on: host)
            let client = try await host.running(["client", "--deflate"] + door.clientOptions)
            _ = try await peer.event("open")
            #expect(try await peer.event("compressed") == "yes")
            let interface = try await Peer.atInterface(of: host)
            try await crosses(between: interface, and: peer)
            #expect(warns(client) == (scheme == .wss))
        }

        @Test(
            "a peer that offers compression does without where it is off",
            arguments: ["websockets_client", "aiohttp_client"]
        )
        func withoutCompression(_ name: String) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, .ws, address: "localhost")
            _ = try await host.running(["server"] + door.serverOptions)
            let interface = try await Peer.atInterface(of: host)
            let peer = try await Peer(name, door.clientOptions, on: host)
            #expect(try await peer.event("compressed") == "no")
            try await crosses(between: interface, and: peer)
        }

        /// Frames that compress and frames that do not cross both ways, so that contexts go on over both.
        private func crosses(between interface: Peer, and peer: Peer) async throws {
            let lengths = [14, 60, 64, 125, 128, 1000, 1514]
            let frames = lengths.map { Frames.plain($0) } + lengths.map { noise($0) } + lengths.map { Frames.plain($0) }
            #expect(try await interface.receives(frames, from: peer))
            #expect(try await peer.receives(frames, from: interface))
            peer.process.write("ping 0123456789abcdef\n")
            #expect(try await peer.event("pong") == "0123456789abcdef")
        }

        /// A frame that no compression makes shorter.
        private func noise(_ length: Int) -> [UInt8] {
            Array(Frames.plain(length).prefix(14)) + (14..<length).map { _ in UInt8.random(in: 0...255) }
        }

        private func warns(_ process: ChildProcess) -> Bool { process.errors.text.contains("CRIME, VORACLE") }
    }
}
