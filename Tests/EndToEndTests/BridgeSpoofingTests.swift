import Testing

extension EndToEnd {
    /// A bridge behind the server that knows no VLANs: it moves an address to wherever it was heard, whatever the tag.
    @Suite struct BridgeSpoofingTests {
        // gateway ── eth0 ── bridge of the server ── ethws0 ══ attacker
        private struct Scene {
            let server: Host
            let serving: ChildProcess
            let gateway: Host
            let lan: Peer
            let attacker: Peer
            /// The gateway's address, as it is written, and its octets.
            let address: String
            let octets: [UInt8]

            init(_ options: String..., loops: Int) async throws {
                (server, gateway) = (try await Host(), try await Host(11))
                serving = try await server.running(["--loops", "\(loops)", "server"] + options)
                attacker = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: server)
                lan = try await Peer.atInterface(of: server)
                try await server.bridge("ethws0", to: gateway)
                try await server.configure("br0")
                address = try await gateway.run("cat", "/sys/class/net/eth0/address").split(separator: "\n")
                    .joined()
                let octets = address.split(separator: ":").compactMap { UInt8($0, radix: 16) }
                self.octets = octets
                #expect(try await gateway.reaches(server.inner))
                let attacker = attacker
                try await eventually("the gateway to be heard through the tunnel") {
                    attacker.frames.contains { Array($0[6..<12]) == octets }
                }
            }

            /// Has the attacker send in the gateway's name, and waits until all is through that goes through.
            func spoof() async throws {
                let tags: [[UInt8]] = [
                    [], [0x81, 0, 0, 5], [0x81, 0, 0xe0, 0], [0x88, 0xa8, 0, 5], [0x91, 0, 0, 5],
                    [0x88, 0xa8, 0, 5, 0x81, 0, 0, 6], [0x81, 0, 0x0f, 0xff],
                ]
                for tag in tags {
                    let frame = [UInt8](repeating: 0xff, count: 6) + octets + tag + [0x88, 0xb5]
                    attacker.send(frame + [UInt8](repeating: 0x2e, count: 46))
                }
                let end = Frames.between(2, nil)
                attacker.send(end)
                #expect(try await lan.receives(end))
            }

            /// The bridge's port that leads to the gateway, as far as it knows.
            func portOfGateway() async throws -> [String] {
                try await server.run("bridge", "fdb", "show", "br", "br0").split(separator: "\n")
                    .filter { $0.hasPrefix(address) }.map { $0.split(separator: " ")[2] }.map(String.init)
            }
        }

        @Test("under anti-spoofing nobody takes the gateway's address, whatever the tag", arguments: [1, 2])
        func antiSpoofing(loops: Int) async throws {
            let scene = try await Scene("--anti-spoofing", loops: loops)
            try await scene.spoof()
            #expect(try await scene.portOfGateway() == ["guest"])
            #expect(try await scene.server.reaches(scene.gateway.inner))
        }

        @Test("a client that may send no tags sends none")
        func noTags() async throws {
            let scene = try await Scene("--anti-spoofing", "--tags", "none", loops: 1)
            try await scene.spoof()
            #expect(try await scene.portOfGateway() == ["guest"])
            _ = try await scene.serving.line("a word about it", from: \.errors) {
                $0.contains("dropped") && $0.contains("a VLAN tag that it may not send")
            }
        }
    }
}
