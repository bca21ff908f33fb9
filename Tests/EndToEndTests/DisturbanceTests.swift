import Testing

extension EndToEnd {
    @Suite struct DisturbanceTests {
        @Test(
            "junk at the port does not disturb a client",
            arguments: [
                "\0\0\0\0",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}",
                String(repeating: "A", count: 100_000),
                "GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 20_000),
            ]
        )
        func junkAtThePort(_ junk: String) async throws {
            let tunnel = try await Tunnel()
            let stranger = try tunnel.client.startPeer("stranger", [tunnel.server.outer, "80"])
            let outcome = try await stranger.outcome(reading: junk)
            #expect(!outcome.output.hasPrefix("HTTP/1.1 1"))
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            #expect(tunnel.serving.exitCode == nil)
        }

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
