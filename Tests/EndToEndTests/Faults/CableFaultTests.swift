import Testing

extension Faults {
    /// The network under the tunnel fails for a while.
    @Suite struct CableFaultTests {
        @Test("a cable that was out is noticed when it is in again", arguments: [1, 10, 60])
        func cable(seconds: Int) async throws {
            let tunnel = try await Tunnel()
            try await tunnel.internet.setCable(of: tunnel.client, isPlugged: false)
            try await Task.sleep(for: .seconds(seconds))
            try await tunnel.internet.setCable(of: tunnel.client, isPlugged: true)
            try await expectReturn(of: tunnel, after: "cable of the client out for \(seconds) s")
        }

        @Test("a network that swallowed everything is noticed when it works again", arguments: [1, 10, 60])
        func silence(seconds: Int) async throws {
            let tunnel = try await Tunnel()
            try await tunnel.internet.setSilence(of: tunnel.client, true)
            try await Task.sleep(for: .seconds(seconds))
            try await tunnel.internet.setSilence(of: tunnel.client, false)
            try await expectReturn(of: tunnel, after: "everything swallowed on the way for \(seconds) s")
        }

        /// Waits for an answer through the tunnel, which must come in a time that does not depend on how long it was away.
        private func expectReturn(of tunnel: Tunnel, after fault: String) async throws {
            let returning = Stopwatch()
            try await eventually("the way to the server", within: .seconds(60)) {
                let ping = try tunnel.client.start(["ping", "-n", "-c", "1", "-W", "1", tunnel.server.inner])
                return try await ping.outcome().exitCode == 0
            }
            #expect(returning.elapsed < .seconds(30), "\(tunnel.connected[0])")
            let isKept = tunnel.connected[0].errors.lines.allSatisfy { !$0.contains("lost ws") }
            report(fault, "back after \(returning), on \(isKept ? "the old" : "a new") connection")
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
        }
    }
}
