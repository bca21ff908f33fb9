import Testing

extension EndToEnd {
    @Suite struct BridgeTests {
        // guest ── eth0 ── bridge of the server ── ethws0 ══ tunnel ══ ethws0 ── bridge of the client ── eth0 ── guest
        @Test("hosts behind bridges at both ends reach each other")
        func guestsReachEachOther() async throws {
            let tunnel = try await Tunnel()
            let (near, far) = (try await Host(11), try await Host(12))
            try await tunnel.server.bridge("ethws0", to: near)
            try await tunnel.client.bridge("ethws0", to: far)
            #expect(try await near.reaches(far.inner, size: 1472))
            #expect(try await far.reaches(near.inner6))
        }
    }
}

extension Host {
    /// Joins an interface of this host and a guest, who gets an address in the tunnel, by a bridge.
    func bridge(_ interface: String, to guest: Host) async throws {
        try await run("ip", "link", "add", "br0", "type", "bridge")
        try await run("ip", "link", "set", "br0", "up")
        try await Cable.lay(from: guest, "eth0", to: self, "guest")
        for port in ["guest", interface] { try await run("ip", "link", "set", port, "master", "br0") }
        try await guest.configure("eth0")
    }
}
