import CLinux
import Conformance
import Frame
import Glibc
import Testing
import WebSocket

@testable import Transports

/// A link whose peer reads slowly, so that frames wait for too long, and some are lost.
@Suite struct CongestionTests {
    private final class Receiver: FrameReceiver {
        var drops: [DropReason] = []

        func received(_ frame: RawSpan, _ offload: Offload) {}
        func dropped(_ reason: DropReason) { drops.append(reason) }
        func drained() {}
        func closed(_ reason: (any Error)?) {}
    }

    private let loop = ManualLoop()
    private let receiver = Receiver()
    private let near: CInt
    private let far: CInt

    init() throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        (near, far) = (ends[0], ends[1])
    }

    private func link(_ compression: Compression?) -> WebSocketLink {
        let link = WebSocketLink(
            role: .server, limits: Limits(), compression: compression,
            liveness: Liveness(interval: .seconds(60), patience: .seconds(120)), name: "test",
            over: ByteStream(StreamSocket(owning: near), tls: nil, egressLimit: WebSocketLink.egressLimit, on: loop),
            queueingIn: QueueMemory(), early: [])
        link.start(receiver)
        return link
    }

    /// What the peer reads at once.
    private func read() -> [UInt8] {
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
    func losesWholeMessages(_ compression: Compression?) {
        let link = link(compression)
        let frame = (0..<1_400).map { _ in UInt8.random(in: 0...255) }
        var sent = 0
        for _ in 0..<600 where link.send(frame.span.bytes) { sent += 1 }
        link.flush()
        for _ in 0..<400 where link.send(frame.span.bytes) { sent += 1 }
        var received: [UInt8] = []
        while true {
            let bytes = read()
            received += bytes
            loop.advance(by: .milliseconds(1))
            guard loop.makeReady(near, for: .write) || !bytes.isEmpty else { break }
        }
        let lost = receiver.drops.count { $0 == .congested }
        #expect(lost > 0)
        let lengths = messages(received)
        #expect(lengths?.count == sent - receiver.drops.count)
        #expect(lengths?.allSatisfy { $0 >= 1_400 } == true)
        link.close()
        loop.advance(by: .seconds(2))
        close(far)
    }

    @Test func refusesASuperFrameThatBecomesMoreThanMayBeQueuedAndGoesOn() {
        let link = link(nil)
        let frame = [UInt8](repeating: 1, count: 1_400)
        while link.send(frame.span.bytes), !link.isWaitingToWrite { link.flush() }
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
        link.waiting?.allowance = .longest
        let isTaken = link.send(superFrame.span.bytes, offload)
        #expect(!isTaken)
        let goesOn = link.send(frame.span.bytes)
        #expect(goesOn)
        link.close()
        loop.advance(by: .seconds(2))
        close(far)
    }
}
