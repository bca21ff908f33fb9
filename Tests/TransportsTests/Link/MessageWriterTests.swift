import Frame
import Offloading
import Reactor
import Testing

@testable import Transports

/// What leaves a link for a super-frame is what the slow way makes of it, masked by a client and plain by a server.
@Suite struct MessageWriterTests {
    private let loop: EpollLoop
    private let host: Host

    init() throws {
        loop = try EpollLoop()
        host = Host(on: loop)
    }

    /// TCP over IPv4 with twelve bytes of options, as a TAP gives it: nothing is summed up yet.
    private func tcp(payload: Int) -> [UInt8] {
        let ethernet: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]
        let ipv4: [UInt8] = [0x45, 0, 0xff, 0xff, 0xff, 0xfe, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
        let tcp: [UInt8] = [0, 80, 0, 81, 0xff, 0xff, 0xff, 0, 0, 0, 0, 9, 0x80, 0x19, 1, 0, 0xab, 0xcd, 0, 0]
        let options: [UInt8] = [1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8]
        return ethernet + ipv4 + tcp + options + (0..<payload).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    private func offload(segmentSize: UInt16) -> Offload {
        Offload(
            segmentation: segmentSize == 0 ? .none : .tcp4,
            needsChecksum: true,
            headerLength: 66,
            segmentSize: segmentSize,
            checksumStart: 34,
            checksumOffset: 16
        )
    }

    @Test(arguments: [
        (64_000, 1_448), (3_000, 1_447), (1_449, 1_448), (2_896, 1_448), (200, 1_448), (1_000, 0), (40_000, 9),
    ])
    func leavesAsOrdinaryFrames(_ payload: Int, _ segmentSize: UInt16) async throws {
        let uri = EndpointURI(scheme: "ws", host: "127.0.0.1", port: 0)
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: host)
        let client = Party(on: loop)
        try await client.connect(listener.address)
        let (server, _) = try await host.party()

        let (superFrame, offload) = (tcp(payload: payload), offload(segmentSize: segmentSize))
        var expected: [[UInt8]] = []
        let isSound = OrdinaryFrames.forEach(of: superFrame.span.bytes, offload) { frame in
            expected.append(frame.withUnsafeBytes { Array($0) })
        }
        #expect(isSound)
        #expect(await client.send(superFrame, offload))
        #expect(await server.frames(expected.count) == expected)
        #expect(await server.send(superFrame, offload))
        #expect(await client.frames(expected.count) == expected)
        await listener.close()
    }

    @Test func refusesMetadataThatDoesNotFitAndGoesOn() async throws {
        let uri = EndpointURI(scheme: "ws", host: "127.0.0.1", port: 0)
        let listener = try await WebSocketTransport(uri).listen(on: loop, authenticator: nil, acceptor: host)
        let client = Party(on: loop)
        try await client.connect(listener.address)
        let (server, _) = try await host.party()
        var wrong = offload(segmentSize: 1_448)
        wrong.checksumStart = 60_000
        #expect(await !client.send(tcp(payload: 3_000), wrong))
        // More headers than the egress queue takes.
        #expect(await !client.send(tcp(payload: 65_000), offload(segmentSize: 1)))
        let frame = [UInt8](repeating: 7, count: 60)
        await client.send([frame])
        #expect(await server.frames(1) == [frame])
        await listener.close()
    }
}
