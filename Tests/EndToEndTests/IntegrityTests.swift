import Testing

extension EndToEnd {
    /// Bursts, which one end cuts and the other joins, arrive byte for byte, with right checksums, and nothing is repaired.
    @Suite struct IntegrityTests {
        @Test("streams and datagrams arrive as they were sent", arguments: Mode.allCases, Traffic.all)
        func arrives(in mode: Mode, _ traffic: Traffic) async throws {
            let tunnel = try await mode.tunnel()
            #expect(try await traffic.survives(from: tunnel.client, to: tunnel.server))
            #expect(try await traffic.survives(from: tunnel.server, to: tunnel.client))
        }

        // guest ── tagger ── ethws0 ══ tunnel ══ ethws0 ── tagger, which takes the tag off ── guest
        @Test(
            "tagged streams and datagrams arrive as they were sent", arguments: [Traffic.stream, .stream6, .datagrams])
        func taggedArrives(_ traffic: Traffic) async throws {
            let tunnel = try await Tunnel()
            let (near, far) = (try await Host(11), try await Host(12))
            try await tunnel.server.tagging(for: near)
            try await tunnel.client.tagging(for: far)
            #expect(try await traffic.survives(from: near, to: far))
            #expect(try await traffic.survives(from: far, to: near))
        }

        // Its own stack must find a changed segment, by a checksum that nobody on the way has made right.
        @Test("a receiver drops what was changed on the way, and orders what was overtaken", arguments: Scheme.allCases)
        func badRoad(over scheme: Scheme) async throws {
            let tunnel = try await Tunnel(over: scheme)
            let guest = try await Host(11)
            try await Cable.lay(from: guest, "eth0", to: tunnel.client, "guest")
            try await guest.sendsOrdinaryFrames("eth0")
            try await guest.configure("eth0")
            let road = try await Peer("muddle", ["guest", "ethws0"], on: tunnel.client)
            #expect(try await Traffic.stream.survives(from: guest, to: tunnel.server))
            road.process.endInput()
            let mishaps = try await road.event("muddled").split(separator: " ").compactMap { Int($0) }
            try #require(mishaps.count == 2 && mishaps.allSatisfy { $0 > 0 }, "\(mishaps)")
            #expect(try await tunnel.server.wrongTCPChecksums > 0)
        }

        @Test("frames that leave for a host without offloads have right checksums", arguments: Mode.allCases)
        func checksumsOfCutFrames(in mode: Mode) async throws {
            let tunnel = try await mode.tunnel(serverOffloads: false)
            let judge = try await Judge(at: "ethws0", of: tunnel.server, mtu: mode.mtu)
            for traffic in Traffic.all { #expect(try await traffic.survives(from: tunnel.client, to: tunnel.server)) }
            #expect(try await judge.faults() == [])
        }

        // ethws0 ── bridge ── guest, whose cable the kernel cuts super-frames for, with the checksums that we have left to it.
        @Test("frames that the kernel cuts joined ones into have right checksums", arguments: Mode.allCases)
        func checksumsOfJoinedFrames(in mode: Mode) async throws {
            let tunnel = try await mode.tunnel()
            let guest = try await Host(11)
            try await tunnel.server.bridging(for: guest, mtu: mode.mtu)
            try await tunnel.server.sendsOrdinaryFrames("guest")
            let judge = try await Judge(at: "eth0", of: guest, mtu: mode.mtu)
            for traffic in Traffic.all { #expect(try await traffic.survives(from: tunnel.client, to: guest)) }
            #expect(try await judge.faults() == [])
        }
    }

    /// How a tunnel carries frames.
    enum Mode: String, CaseIterable, CustomTestStringConvertible {
        case ws
        case wss
        case deflate
        case largeFrames

        var testDescription: String { rawValue }
        var mtu: Int { self == .largeFrames ? 9000 : 1500 }

        func tunnel(serverOffloads: Bool = true) async throws -> Tunnel {
            let device = "tap:ethws0?mtu=\(mtu)"
            return try await Tunnel(
                over: self == .wss ? .wss : .ws,
                device: device,
                serverDevice: serverOffloads ? device : device + "&offload=off",
                serverOptions: self == .deflate ? ["--deflate"] : [],
                clientOptions: self == .deflate ? ["--deflate"] : []
            )
        }
    }
}

/// A program that looks at all frames that come in at an interface.
private struct Judge {
    private let peer: Peer

    init(at interface: String, of host: Host, mtu: Int) async throws {
        peer = try await Peer("judge", [interface, "\(mtu)"], on: host)
    }

    /// Ends it, and tells what was wrong with frames; and if it has seen fewer than the tests send, that.
    func faults() async throws -> [String] {
        peer.process.endInput()
        let count = Int(try await peer.event("judged")) ?? 0
        let faults = peer.process.output.lines.filter { $0.hasPrefix("fault") }
        return count > 1000 ? faults : faults + ["only \(count) frames were seen"]
    }
}

extension Host {
    /// Makes the kernel cut super-frames, and complete checksums, before it hands frames to an interface.
    fileprivate func sendsOrdinaryFrames(_ interface: String) async throws {
        try await run("ethtool", "-K", interface, "tso", "off", "gso", "off", "tx", "off")
    }

    /// Joins the tunnel and a guest, who gets an address in it, by a bridge.
    fileprivate func bridging(for guest: Host, mtu: Int) async throws {
        try await run("ip", "link", "add", "br0", "type", "bridge")
        try await Cable.lay(from: guest, "eth0", to: self, "guest")
        try await guest.run("ip", "link", "set", "eth0", "mtu", "\(mtu)")
        try await run("ip", "link", "set", "guest", "mtu", "\(mtu)")
        for port in ["guest", "ethws0"] { try await run("ip", "link", "set", port, "master", "br0") }
        try await run("ip", "link", "set", "br0", "up")
        try await guest.configure("eth0")
    }

    /// Joins the tunnel and a guest by a program that puts the guest's frames into a VLAN, so that they are tagged in the tunnel.
    fileprivate func tagging(for guest: Host) async throws {
        try await Cable.lay(from: guest, "eth0", to: self, "guest")
        try await guest.configure("eth0")
        _ = try await Peer("tagger", ["guest", "ethws0"], on: self)
    }

    /// The segments that this host has dropped because of their checksums (RFC 4022, `tcpInErrs` without all others).
    fileprivate var wrongTCPChecksums: Int {
        get async throws {
            let lines = try await run("cat", "/proc/net/snmp").split(separator: "\n").filter { $0.hasPrefix("Tcp:") }
            let (names, values) = (lines[0].split(separator: " "), lines[1].split(separator: " "))
            let index = try #require(names.firstIndex(of: "InCsumErrors"))
            return try #require(Int(values[index]))
        }
    }
}
