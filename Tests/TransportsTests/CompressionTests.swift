import Frame
import Testing
import WebSocket

@testable import Transports

/// permessage-deflate, end to end (RFC 7692).
@Suite struct CompressionTests {
    private static let deflate = EndpointURI.Parameter("deflate", "on")

    private func text(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 / 8) } }

    private func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: 0...255) } }

    @Test("compressed or not, frames arrive as they were sent", arguments: Server.Scheme.allCases, [true, false])
    func carries(over scheme: Server.Scheme, clientOffers: Bool) async throws {
        let server = try await Server(scheme, [Self.deflate])
        let client = Party(on: server.loop)
        try await client.connect(server.uri(clientOffers ? [Self.deflate] : []))
        let (peer, _) = try await server.host.party()
        let sizes = [14, 60, 63, 64, 125, 126, 1_514, 9_014, 65_535, FrameSize.maximum]
        let frames = sizes.flatMap { [text($0), noise($0)] }
        #expect(await client.send(frames) == frames.count)
        #expect(await peer.frames(frames.count) == frames)
        #expect(await peer.send(frames) == frames.count)
        #expect(await client.frames(frames.count) == frames)
        await server.listener.close()
    }

    @Test func aServerThatWasNotToldToDoesNotCompress() async throws {
        let server = try await Server()
        let client = Party(on: server.loop)
        try await client.connect(server.uri([Self.deflate]))
        let (peer, _) = try await server.host.party()
        await client.send([text(1_514)])
        #expect(await peer.frames(1) == [text(1_514)])
        await server.listener.close()
    }

    @Test("a link that compresses leaves super-frames to its owner", arguments: [true, false])
    func capabilities(compresses: Bool) async throws {
        let server = try await Server(.ws, [Self.deflate])
        let client = Party(on: server.loop)
        try await client.connect(server.uri(compresses ? [Self.deflate] : []))
        #expect(await client.capabilities?.isEmpty == compresses)
        #expect(try await server.host.party().0.capabilities?.isEmpty == compresses)
        await server.listener.close()
    }

    @Test func whatIsRepetitiveGetsShortOnTheWire() async throws {
        let server = try await Server(.ws, [Self.deflate])
        let peer = try await server.upgradedPeer(fields: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
        let (party, _) = try await server.host.party()
        await party.send([text(1_514)])
        let header = await peer.receive(2)
        // FIN, RSV1, binary; and the length of one message in seven or sixteen bits.
        #expect(header.first == 0xc2)
        await party.close()
        #expect(await peer.receive().count < 700)
        await server.listener.close()
    }

    @Test func answersTheOfferOfABrowser() async throws {
        let server = try await Server(.ws, [Self.deflate])
        let peer = try await server.rawPeer()
        let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
        try await peer.send(Server.upgrade + offer)
        let answer = String(decoding: await peer.receive(170), as: UTF8.self)
        #expect(answer.contains("\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"))
        await server.listener.close()
    }

    @Test("a bomb costs its sender the connection, and us a fixed buffer", arguments: [65_554, 1_000_000, 64 << 20])
    func bomb(_ size: Int) async throws {
        let server = try await Server(.ws, [Self.deflate])
        let peer = try await server.upgradedPeer(fields: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
        let (party, _) = try await server.host.party()
        var encoder = MessageEncoder(role: .client, compression: Compression(level: 9))
        let zeros = [UInt8](repeating: 0, count: size)
        var message = [UInt8](repeating: 0, count: encoder.maximumEncodedSize(of: size))
        let count = message.withUnsafeMutableBytes {
            encoder.encode(.binary, zeros.span.bytes, maskingKey: 0x0403_0201, into: $0)
        }
        try await peer.send(Array(message[..<count]))
        #expect(await peer.receive() == [0x88, 2, 0x03, 0xf1])
        let end = try #require(await party.end())
        #expect(throws: TransportError.self) { try end.get() }
        #expect(await party.frames(0) == [])
        #expect(try await server.serves(clientNumber: 1))
        await server.listener.close()
    }

    @Test func whatDoesNotDecompressEndsTheConnection() async throws {
        let server = try await Server(.ws, [Self.deflate])
        let peer = try await server.upgradedPeer(fields: "Sec-WebSocket-Extensions: permessage-deflate\r\n")
        // A block of the reserved type 3 (RFC 1951 §3.2.3).
        try await peer.send([0xc2, 0x81, 0, 0, 0, 0, 0x07])
        #expect(await peer.receive() == [0x88, 2, 0x03, 0xef])
        #expect(try await server.serves(clientNumber: 1))
        await server.listener.close()
    }
}
