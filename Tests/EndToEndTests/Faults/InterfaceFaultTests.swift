import Testing

extension EndToEnd {
    /// The interface is deleted underneath the program, as by `ip link del`.
    @Suite struct InterfaceFaultTests {
        @Test(
            "a server whose interface is deleted ends with 69 and says why; its clients wait for the next one",
            arguments: [1, 2])
        func server(loops: Int) async throws {
            let tunnel = try await Tunnel(loops: loops)
            let ending = Stopwatch()
            try await tunnel.server.run("ip", "link", "del", "ethws0")
            #expect(try await tunnel.serving.exitCode() == 69, "\(tunnel.serving)")
            let ended = "\(ending)"
            #expect(tunnel.serving.errors.text.contains("etherws: error: tap:ethws0: "), "\(tunnel.serving)")
            _ = try await tunnel.connected[0].line("the loss", from: \.errors) { $0.contains("lost ws:") }
            report(
                "interface of the server deleted, \(loops) loops",
                "ended after \(ended), noticed by the client after \(ending)")
            _ = try await tunnel.server.running(tunnel.serverCommand)
            try await tunnel.connected[0].returns(1)
            try await tunnel.server.configure()
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
        }

        @Test("a client whose interface is deleted ends with 69 and says why; the server takes leave of it")
        func client() async throws {
            let tunnel = try await Tunnel(clients: 2)
            let bystander = try await Bystander(from: tunnel.clients[1], to: tunnel.server)
            let ending = Stopwatch()
            try await tunnel.client.run("ip", "link", "del", "ethws0")
            let client = tunnel.connected[0]
            #expect(try await client.exitCode() == 69, "\(client)")
            let ended = "\(ending)"
            #expect(client.errors.text.contains("etherws: error: tap:ethws0: "), "\(client)")
            _ = try await tunnel.serving.line("the end", from: \.errors) { $0.contains("detached ws:") }
            report("interface of a client deleted", "ended after \(ended), noticed by the server after \(ending)")
            #expect(try await bystander.isUnharmed())
        }
    }
}
