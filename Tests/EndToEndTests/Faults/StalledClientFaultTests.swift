import Glibc
import Testing

extension Faults {
    @Suite struct StalledClientFaultTests {
        @Test(
            "a client that stops reading costs only itself: it is given up in time, and so is the memory of its queue")
        func stopsReading() async throws {
            let tunnel = try await Tunnel(clients: 3, serverOptions: ["--ping", "1", "--patience", "3"])
            let (stalled, other) = (tunnel.clients[0], tunnel.clients[1])
            #expect(try await other.reaches(stalled.inner))
            // The flood needs nobody who answers.
            let address = try await stalled.run("cat", "/sys/class/net/ethws0/address").dropLast()
            try await other.run(
                "ip", "neigh", "replace", stalled.inner, "lladdr", String(address), "dev", "ethws0", "nud", "permanent")
            let bystander = try await Bystander(from: tunnel.clients[2], to: tunnel.server)
            let before = try tunnel.serving.footprint
            // Whoever has never answered a ping is not expected to: two of them pass first.
            try await Task.sleep(for: .seconds(3))

            tunnel.connected[0].signal(SIGSTOP)
            let stalling = Stopwatch()
            // Megabytes a second, more than the sockets on the way hold.
            let flood = try other.startPeer("numbered", ["send", stalled.inner, "8"])
            _ = try await tunnel.serving.line("the loss", from: \.errors) { $0.contains("silent for too long") }
            let grown = try tunnel.serving.footprint.resident - before.resident
            report(
                "client stops reading, patience 3 s", "given up after \(stalling); the server had grown by \(grown) KiB"
            )
            // What may wait for one client, in its queue and on the way there, is far less.
            #expect(grown < 32 * 1024)
            flood.endInput()
            tunnel.connected[0].signal(SIGCONT)
            try await tunnel.connected[0].returns(1)
            #expect(try await other.reaches(stalled.inner))
            #expect(try await bystander.isUnharmed())
        }
    }
}
