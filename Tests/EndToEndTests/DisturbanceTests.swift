import Glibc
import Testing

extension EndToEnd {
    @Suite struct DisturbanceTests {
        @Test("a client that reads nothing loses its own frames, and nobody else's")
        func slowClient() async throws {
            let server = try await Server()
            let slow = try await Peer("raw", ["--uri", "ws://127.0.0.1/", "--buffer", "4096"], on: server.host)
            let frames = Array(repeating: Frames.plain(1514), count: 8000)  // more than all queues on the way hold
            slow.process.signal(SIGSTOP)
            #expect(try await server.peer.receives(frames, from: server.interface))
            slow.process.signal(SIGCONT)

            let last = Frames.plain(60)
            server.peer.send(last)
            #expect(try await slow.receives(last))
            #expect(slow.frames.count < frames.count)
        }

        @Test("junk at the port does not disturb a client", arguments: Scheme.allCases)
        func junkAtThePort(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme)
            let port = scheme == .ws ? "80" : "443"
            var strangers: [ChildProcess] = []
            for junk in Self.junk {
                let stranger = try tunnel.client.startPeer("stranger", [tunnel.server.outer, port])
                stranger.write(junk)
                stranger.endInput()
                strangers.append(stranger)
            }
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            for stranger in strangers {
                #expect(try await !stranger.outcome().output.hasPrefix("HTTP/1.1 1"))
            }
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(tunnel.serving.exitCode == nil)
        }

        private static let junk = [
            "\0\0\0\0",
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}",
            String(repeating: "A", count: 100_000),
            "GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 20_000),
        ]

        @Test(
            "a peer that breaks the protocol is closed, and disturbs nobody",
            arguments: [
                ("820100", "1002"),  // not masked (RFC 6455 §5.1)
                ("c28100000000" + "00", "1002"),  // a reserved bit
                ("838000000000", "1002"),  // a reserved opcode
                ("82ffffffffffffffffff00000000", "1002"),  // a length of 2^64 - 1, whose first bit must be 0 (§5.2)
                ("82ff7fffffffffffffff00000000", "1009"),  // more than any buffer holds
            ]
        )
        func brokenPeer(_ bytes: String, _ code: String) async throws {
            let server = try await Server()
            let broken = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: server.host)
            broken.process.write("raw \(bytes)\n")
            #expect(try await broken.event("closed") == code)
            let frame = Frames.plain(60)
            server.peer.send(frame)
            #expect(try await server.interface.receives(frame))
        }
    }
}
