import Testing

extension EndToEnd {
    @Suite struct HandoverTests {
        @Test("a TAP that somebody else has opened works without any right to open one")
        func openedElsewhere() async throws {
            let host = try await Host(isSilent: true)
            let notifications = try NotificationSocket()
            let command = ["given0", Machine.etherws, "--device", "fd:3", "--foreground", "server"]
            let service = try host.startPeer("handover", command, environment: notifications.environment)
            _ = try await eventually("the readiness of \(service)") { try notifications.next() }
            let interface = try await Peer.atInterface("given0", of: host)
            let peer = try await Peer("raw", ["--uri", "ws://127.0.0.1/"], on: host)
            #expect(try await interface.receives([Frames.plain(60)], from: peer))
            #expect(try await peer.receives([Frames.plain(1514)], from: interface))
        }
    }
}
