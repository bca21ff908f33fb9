import Conformance
import Frame
import Glibc
import Queueing
import Testing
import WebSocket

@testable import Transports

/// A link whose peer reads slowly, so that frames wait for too long, and some are lost.
@Suite struct CongestionTests {
    /// What the peer reads at once.
    private func read(_ far: CInt) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = Glibc.read(far, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    /// The lengths of the messages in what a server has sent; `nil` if it is not made of whole messages.
    private func messages(_ bytes: [UInt8]) -> [Int]? {
        var (offset, lengths) = (0, [Int]())
        while offset < bytes.count {
            let header = bytes.withUnsafeBytes {
                try? FrameHeader.parse(UnsafeRawBufferPointer(rebasing: $0[offset...]).bytes)
            }
            guard let header, header.opcode == .binary else { return nil }
            lengths.append(header.payloadLength)
            offset += header.length + header.payloadLength
        }
        return offset == bytes.count ? lengths : nil
    }

    @Test("what is lost leaves nothing behind, compressed or not", arguments: [nil, Compression()])
    func losesWholeMessages(_ compression: Compression?) throws {
        let bench = try HandMovedLink(.server, compression: compression)
        let link = bench.link
        let frame = (0..<1_400).map { _ in UInt8.random(in: 0...255) }
        var sent = 0
        for _ in 0..<600 where link.send(frame.span.bytes) { sent += 1 }
        link.flush()
        for _ in 0..<400 where link.send(frame.span.bytes) { sent += 1 }
        var received: [UInt8] = []
        while true {
            let bytes = read(bench.far)
            received += bytes
            bench.loop.advance(by: .milliseconds(1))
            guard bench.loop.makeReady(bench.near, for: .write) || !bytes.isEmpty else { break }
        }
        #expect(bench.congestionCount > 0)
        let lengths = messages(received)
        #expect(lengths?.count == sent - bench.receiver.drops.count)
        #expect(lengths?.allSatisfy { $0 >= 1_400 } == true)
        bench.end()
    }

    @Test func refusesASuperFrameThatBecomesMoreThanMayBeQueuedAndGoesOn() throws {
        let bench = try HandMovedLink(.server)
        let link = bench.link
        let frame = [UInt8](repeating: 1, count: 1_400)
        while link.send(frame.span.bytes), !link.outbound.isFull { link.flush() }
        // TCP over IPv4 in segments of a single byte: eighteen times as much on the wire.
        let header: [UInt8] =
            [
                2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0xff, 0xff, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1,
                10, 0, 0, 2,
            ]
            + [0, 80, 0, 81, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 0x10, 1, 0, 0, 0, 0, 0]
        let superFrame = header + [UInt8](repeating: 3, count: 60_000)
        let offload = Offload(
            segmentation: .tcp4, needsChecksum: true, headerLength: 54, segmentSize: 1, checksumStart: 34,
            checksumOffset: 16)
        link.outbound.allow(.longest)
        let isTaken = link.send(superFrame.span.bytes, offload)
        #expect(!isTaken)
        let goesOn = link.send(frame.span.bytes)
        #expect(goesOn)
        bench.end()
    }
}
