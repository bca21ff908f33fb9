import Glibc
import Testing

extension Faults {
    @Suite struct SignalFaultTests {
        @Test("a storm of SIGHUP loses no frame, no descriptor and no memory", arguments: [1, 2])
        func storm(loops: Int) async throws {
            let tunnel = try await Tunnel(over: .wss, loops: loops)
            let receiver = try tunnel.server.startPeer("numbered", ["receive"])
            _ = try await receiver.line("ready") { $0 == "ready" }
            let sender = try tunnel.client.startPeer("numbered", ["send", tunnel.server.inner])
            let descriptors = try tunnel.serving.footprint.descriptors
            try await Self.storm(on: [tunnel.serving, tunnel.connected[0]])
            let before = try tunnel.serving.footprint.resident
            try await Self.storm(on: [tunnel.serving, tunnel.connected[0]])
            try await eventually("the end of the storm") { try tunnel.serving.footprint.descriptors == descriptors }
            let growth = try tunnel.serving.footprint.resident - before
            #expect(growth < 4096, "KiB")

            let sent = try await sender.outcome().output.split(separator: " ").last.map(String.init) ?? ""
            // Behind the last datagram.
            #expect(try await tunnel.client.reaches(tunnel.server.inner))
            let counts = try await receiver.outcome().output
            #expect(counts == "ready\nreceived \(sent.dropLast()) twice 0 altered 0\n")
            #expect(!tunnel.connected[0].errors.text.contains("lost"))
            report(
                "storms of SIGHUP, \(loops) loops",
                "no frame lost; the server grew by \(growth) KiB the second time")
        }

        /// Sends hundreds of signals, some faster than they can be obeyed.
        private static func storm(on processes: [ChildProcess]) async throws {
            for number in 0..<400 {
                for process in processes { process.signal(SIGHUP) }
                if number % 4 == 0 { try await Task.sleep(for: .milliseconds(Int.random(in: 0...8))) }
            }
        }
    }
}
