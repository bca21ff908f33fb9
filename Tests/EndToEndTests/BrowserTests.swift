import Testing

extension EndToEnd {
    /// A page in a real browser on the LAN behind the server, as the pages of v86 and its relatives are.
    @Suite(.enabled(if: Machine.find("chromium") != nil, "needs Chromium: apt-get install chromium"))
    struct BrowserTests {
        @Test(
            "frames cross to and from a page byte for byte, compressed or not",
            arguments: Scheme.allCases, [true, false]
        )
        func page(over scheme: Scheme, isCompressing: Bool) async throws {
            let host = try await Host(isSilent: true)
            let door = try await Door(of: host, scheme, address: "localhost")
            _ = try await host.running(["server"] + (isCompressing ? ["--deflate"] : []) + door.serverOptions)
            let interface = try await Peer.atInterface(of: host)
            let profile = try ["--profile", Scratch().path]
            let page = try await Peer("chromium_client", door.clientOptions + profile, on: host)
            // A browser always offers compression.
            #expect(try await page.event("compressed") == (isCompressing ? "yes" : "no"))
            let frames = [14, 42, 60, 125, 126, 1_000, 1_514].map { Frames.plain($0) }
            #expect(try await interface.receives(frames, from: page))
            #expect(try await page.receives(frames, from: interface))
            page.process.write("close\n")
            #expect(try await page.event("closed") == "1000")
        }
    }
}
