import Testing

extension EndToEnd {
    @Suite struct FrameTests {
        @Test("tagged frames cross byte for byte", arguments: Scheme.allCases)
        func taggedFramesCross(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme, isSilent: true)
            let near = try await Peer.atInterface(of: tunnel.server)
            let far = try await Peer.atInterface(of: tunnel.client)
            for vlan: UInt16 in [1, 100, 4094] {
                let frame = Frames.tagged(64, vlan: vlan)
                near.send(frame)
                #expect(try await far.receives(frame))
                let answer = Frames.tagged(1518, vlan: vlan)
                far.send(answer)
                #expect(try await near.receives(answer))
            }
        }

        @Test("frames of every size leave the interface byte for byte")
        func everySizeLeaves() async throws {
            let server = try await Server()
            let frames = (14...1514).map { Frames.plain($0) } + (18...1518).map { Frames.tagged($0) }
            #expect(try await server.peer.receives(frames, from: server.interface))
        }

        @Test("frames of every size reach the interface byte for byte")
        func everySizeArrives() async throws {
            let server = try await Server()
            let shortest = 20  // The kernel drops tagged frames without two bytes behind the inner EtherType.
            let frames = (14...1514).map { Frames.plain($0) } + (shortest...1518).map { Frames.tagged($0) }
            #expect(try await server.interface.receives(frames, from: server.peer))
        }

        @Test("text, empty messages and runts are dropped, and what follows them is not")
        func junkMessages() async throws {
            let server = try await Server()
            server.peer.process.write("text hello\nsend \n")
            server.peer.send(Array(repeating: 0xff, count: 13))
            let frame = Frames.plain(60)
            server.peer.send(frame)
            #expect(try await server.interface.receives(frame))
            #expect(server.interface.frames == [frame])
        }

        // RFC 6455 §5.4. Masked with a key of zeros, so that the payload can be read here.
        @Test("a frame in fragments, with a ping between them, arrives whole")
        func fragments() async throws {
            let server = try await Server()
            let frame = Frames.plain(60)
            server.peer.process.write("raw 029e00000000\(Array(frame[..<30]).hex)\n")
            server.peer.process.write("raw 898000000000\n")
            server.peer.process.write("raw 809e00000000\(Array(frame[30...]).hex)\n")
            #expect(try await server.interface.receives(frame))
            #expect(try await server.peer.event("pong").isEmpty)
        }

        // etherws 0.3 asks for protocols that nobody has heard of, and its Origin has no scheme.
        @Test("the handshake of the original's client is accepted")
        func originalClient() async throws {
            let server = try await Server()
            let headers = ["Origin: 127.0.0.1:80", "Sec-WebSocket-Protocol: chat, superchat"]
            let original = try await Peer(
                "raw", ["--uri", "ws://127.0.0.1/"] + headers.flatMap { ["--header", $0] }, on: server.host
            )
            let frame = Frames.plain(60)
            original.send(frame)
            #expect(try await server.interface.receives(frame))
            #expect(try await server.peer.receives(frame))
        }

        @Test("a ping is answered with its payload")
        func pingIsAnswered() async throws {
            let server = try await Server()
            server.peer.process.write("ping 68656c6c6f\n")
            #expect(try await server.peer.event("pong") == "68656c6c6f")
        }
    }

    /// A server that says nothing by itself, a client of it that is written by hand, and an observer of its interface.
    struct Server {
        let host: Host
        let serving: ChildProcess
        let interface: Peer
        let peer: Peer

        init() async throws {
            host = try await Host(isSilent: true)
            // A peer that is stopped for as long as a slow machine needs is not dead.
            serving = try await host.running("server", "--patience", "600")
            interface = try await Peer.atInterface(of: host)
            peer = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: host)
        }
    }
}
