import Testing

extension EndToEnd {
    /// What the program does to its interface, so that nobody need do it by hand.
    @Suite struct InterfaceTests {
        @Test("an interface is up, and has a carrier once there is somebody to talk to")
        func carrier() async throws {
            let tunnel = try await Tunnel()
            for host in [tunnel.server, tunnel.client] {
                let link = try await host.run("ip", "link", "show", "ethws0")
                #expect(link.contains(",UP,LOWER_UP>"), "\(link)")
            }
        }

        @Test("an interface gets the address, the MTU and the bridge that the command line names")
        func options() async throws {
            let host = try await Host()
            try await host.run("ip", "link", "add", "br0", "type", "bridge")
            let options = ["--device", "lan0", "--address", "192.0.2.1/24", "--mtu", "1400", "--bridge", "br0", "--up"]
            _ = try await host.running(options + ["server"])
            let link = try await host.run("ip", "addr", "show", "lan0")
            #expect(link.contains("inet 192.0.2.1/24"), "\(link)")
            #expect(link.contains("mtu 1400"), "\(link)")
            #expect(link.contains("master br0"), "\(link)")
        }

        @Test("a bridge that is not there is named in one line, and nothing is left behind")
        func noBridge() async throws {
            let host = try await Host()
            let outcome = try await host.etherws("--bridge", "br7", "server")
            #expect(outcome.exitCode != 0 && outcome.isOneLine, "\(outcome)")
            #expect(outcome.errors.contains("br7"), "\(outcome)")
            #expect(try await !host.has("ethws0"))
        }

        @Test("each tunnel on a host gets an interface of its own")
        func severalInterfaces() async throws {
            let host = try await Host()
            _ = try await host.running("server")
            _ = try await host.running("client", "--uri", "ws://127.0.0.1/")
            #expect(try await host.has("ethws0"))
            #expect(try await host.has("ethws1"))
        }
    }
}
