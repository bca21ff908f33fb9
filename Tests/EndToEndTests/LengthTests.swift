import Foundation
import Testing

extension EndToEnd {
    /// Frames of every length, to a server and its clients at once: whatever comes, the processes live.
    @Suite struct LengthTests {
        // All protocols near the bounds of the program, of Ethernet and of IP; with LENGTHS=12 a packet of every length besides, its
        // protocol by turns, 2 GB; with LENGTHS=1 all protocols at every length, 26 GB. A debug build may need minutes for that.
        private static let step = Int(ProcessInfo.processInfo.environment["LENGTHS"] ?? "") ?? 0

        @Test(
            "packets of every length, of ICMP, TCP and UDP over IPv4 and IPv6, tagged and not, arrive byte for byte",
            arguments: [1, 2])
        func everyLength(loops: Int) async throws {
            let tunnel = try await Tunnel(serverOptions: ["--patience", "600"], loops: loops, isSilent: true)
            let peer = try tunnel.server.startPeer(
                "lengths", ["127.0.0.1", "\(Self.step)"])
            var lines: [String] = []
            while lines.last?.hasPrefix("sent ") != true {
                let before = lines.count
                try await eventually("another line of \(peer) behind \(lines.last ?? "")", within: .seconds(100)) {
                    lines = peer.output.lines.map { String($0) }
                    return lines.count > before
                }
                let last = try #require(lines.last)
                try #require(!last.hasPrefix("differs"), "\(last.prefix(400))")
            }
            #expect(tunnel.serving.exitCode == nil)
            #expect(tunnel.connected[0].exitCode == nil)
        }

        /// One byte more than an untagged frame may have: it ended the process once.
        @Test(
            "a frame that is too long is dropped, counted and told of once",
            arguments: [1, 2], ["tcp", "udp", "fragments"])
        func tooLong(loops: Int, form: String) async throws {
            let tunnel = try await Tunnel(loops: loops, isSilent: true)
            let interface = try await Peer.atInterface(of: tunnel.client)
            let peer = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: tunnel.server)
            for length in 65_550...65_553 {
                let frame = Self.packet(length, protocol: form == "udp" ? 17 : 6)
                if form == "fragments" {
                    let parts = (frame[..<40_000], frame[40_000...])
                    peer.process.write("raw 02fe9c4000000000\(Array(parts.0).hex)\n")
                    let rest = String(parts.1.count, radix: 16)
                    peer.process.write("raw 80fe\(rest)00000000\(Array(parts.1).hex)\n")
                } else {
                    peer.send(frame)
                }
            }
            let last = Frames.plain(60)
            peer.send(last)
            #expect(try await interface.receives(last))
            #expect(interface.frames == [last])
            let line = "dropped a malformed frame, and will drop others: longer than the longest frame"
            try await eventually("a word in the log") { tunnel.serving.errors.lines.contains { $0.hasSuffix(line) } }
            #expect(tunnel.serving.errors.lines.filter { $0.hasSuffix(line) }.count == 1)
            #expect(tunnel.serving.exitCode == nil)
        }

        /// A client that a server sends such frames to.
        @Test("a client lives through a frame that is too long", arguments: [6, 17] as [UInt8])
        func tooLongForAClient(protocol: UInt8) async throws {
            let host = try await Host(isSilent: true)
            let server = try await Peer("half_server", [], on: host)
            let client = try await host.running("client", "--uri", "ws://127.0.0.1/")
            let interface = try await Peer.atInterface(of: host)
            for length in 65_550...65_553 {
                let header = "827f" + String(length, radix: 16).padded(to: 16)
                server.process.write("raw \(header)\(Self.packet(length, protocol: `protocol`).hex)\n")
            }
            let last = Frames.plain(60)
            server.process.write("raw 823c\(last.hex)\n")
            #expect(try await interface.receives(last))
            #expect(client.exitCode == nil)
        }

        /// An IPv6 packet to everybody, as long as the frame; its checksum is wrong, which nobody asks.
        private static func packet(_ byteCount: Int, protocol: UInt8) -> [UInt8] {
            let length = byteCount - 54
            let head: [UInt8] =
                [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x86, 0xdd, 0x60, 0, 0, 0]
                + [UInt8(length >> 8), UInt8(length & 0xff), `protocol`, 64]
                + [0xfd] + [UInt8](repeating: 0, count: 14) + [1, 0xfd] + [UInt8](repeating: 0, count: 14) + [2]
                + [3, 232, 7, 208]
                + (`protocol` == 17 ? [UInt8(length >> 8), UInt8(length & 0xff), 1, 1] : [0, 0, 0, 1])
                + [0, 0, 0, 1, 0x50, 0x10, 1, 244, 0, 0, 0, 0]
            return head + [UInt8](repeating: 7, count: byteCount - head.count)
        }
    }
}

extension String {
    /// With zeros in front.
    fileprivate func padded(to count: Int) -> String {
        String(repeating: "0", count: max(0, count - utf8.count)) + self
    }
}
