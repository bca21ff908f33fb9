import Conformance
import Frame
import Glibc
import TLS
import TLSSupport
import Testing
import WebSocket

@testable import Transports

/// A server's link over TLS, and a client that sends what it likes.
@Suite struct TLSLinkTests {
    private let client: RawTLSPeer
    private let bench: HandMovedLink

    init() throws {
        client = try RawTLSPeer(.client)
        let server = try TLSSession.server()
        try client.shakeHands(with: server)
        bench = try HandMovedLink(.server, tls: server)
    }

    /// A frame of 14 bytes in a message.
    private static let frame = [0x82, 0x80 | 14, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 14)

    private func receive(_ bytes: [UInt8]) {
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
    }

    @Test func `a peer that renews its keys again and again is ended, for a reason that the log names`() throws {
        receive(try client.keyUpdates(40))
        #expect(bench.receiver.isOver)
        #expect(
            bench.receiver.reason as? TransportError == .protocolViolation("TLS: more than 32 records without data"))
        close(bench.far)
    }

    @Test func `records without data are counted against the port, and frames are not`() throws {
        receive(try client.keyUpdates(10))
        #expect(bench.receiver.overhead == 10)
        for _ in 0..<10 { receive(try client.data(Self.frame)) }
        #expect(bench.receiver.sizes.count == 10)
        #expect(bench.receiver.overhead == 10)
        bench.end()
    }

    @Test func `padding, and a byte for each record, are counted against the port`() throws {
        for _ in 0..<10 { receive(try client.data(Self.frame, paddedTo: 16_384)) }
        #expect(bench.receiver.sizes.count == 10)
        #expect(bench.receiver.overheadBytes > 160_000 - Overhead.slack - 10 * 200)
        for byte in Self.frame { receive(try client.data([byte])) }
        #expect(bench.receiver.sizes.count == 11)
        #expect(bench.receiver.overhead > 15)
        bench.end()
    }

    @Test func `what takes long to decrypt is left for other turns, and nothing of it is lost`() throws {
        bench.loop.letHandlersTake(.seconds(1))
        receive(try (0..<100).flatMap { _ in try client.data(Self.frame) })
        #expect(bench.receiver.sizes.count == 16)
        bench.link.pauseReceiving(for: .milliseconds(5))
        bench.loop.advance(by: .zero)
        #expect(bench.receiver.sizes.count == 16)
        bench.loop.advance(by: .milliseconds(5))
        for _ in 0..<5 { bench.loop.advance(by: .zero) }
        #expect(bench.receiver.sizes.count == 100)
        #expect(bench.receiver.overhead == 0)
        receive(try client.data(Self.frame))
        #expect(bench.receiver.sizes.count == 101)
        bench.end()
    }
}
