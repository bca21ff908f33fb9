import CLinux
import Conformance
import Frame
import Glibc
import Testing

@testable import Devices

/// What one call of a link's handler reads, and what it tells, on a loop moved by hand.
@Suite struct DatagramLinkBatchTests {
    /// Keeps count, and does something at each frame.
    private final class Receiver: FrameReceiver {
        var calls: [String] = []
        var onFrame: () -> Void = {}

        func received(_ frame: RawSpan, _ offload: Offload) {
            calls.append("received \(frame.byteCount)")
            onFrame()
        }
        func dropped(_ reason: DropReason) { calls.append("dropped \(reason)") }
        func drained() { calls.append("drained") }
        func closed(_ reason: (any Error)?) { calls.append("closed \(reason.map { "\($0)" } ?? "in good order")") }
    }

    private let loop = ManualLoop()
    private let receiver = Receiver()
    private let pair: SocketPair
    private let descriptor: CInt

    init() throws {
        pair = try SocketPair(SOCK_SEQPACKET)
        descriptor = pair.takeNear()
    }

    private func start(offloads: LinkCapabilities? = nil) -> DatagramLink {
        let link = DatagramLink(owning: descriptor, name: "test:1", offloads: offloads, on: loop)
        link.start(receiver)
        return link
    }

    private func send(_ link: DatagramLink, _ frame: [UInt8], _ offload: Offload) -> Bool {
        link.send(frame.span.bytes, offload)
    }

    /// 64 frames, or 512 KiB, whichever comes first: the last frame may go beyond.
    @Test(arguments: [(14, 64), (8_192, 64), (8_193, 64), (8_400, 63), (65_535, 9), (65_536, 8)])
    func `a turn takes a bounded number of frames and bytes`(byteCount: Int, count: Int) {
        let link = start()
        // There is always one more.
        receiver.onFrame = { [pair] in pair.write(frame(byteCount)) }
        pair.write(frame(byteCount))
        loop.makeReady(descriptor, for: .read)
        #expect(receiver.calls == Array(repeating: "received \(byteCount)", count: count) + ["drained"])
        link.close()
    }

    @Test func `frames that came before a failure are drained before it is told`() {
        let link = start()
        #expect(send(link, frame(60), .none))
        pair.write(frame(60))
        // Closed with something unread: the kernel resets the connection.
        receiver.onFrame = { [pair] in pair.closeFar() }
        loop.makeReady(descriptor, for: .read)
        #expect(
            receiver.calls == ["received 60", "drained", "closed read test:1: Connection reset by peer"])
    }

    @Test func `a failure that comes with frames is none`() {
        let link = start()
        for _ in 0..<3 {
            pair.write(frame(60))
            loop.makeReady(descriptor, for: [.read, .failed])
        }
        #expect(receiver.calls == Array(repeating: ["received 60", "drained"], count: 3).flatMap(\.self))
        // With nothing to read it takes two.
        for _ in 0..<2 { loop.makeReady(descriptor, for: .failed) }
        #expect(receiver.calls.last == "closed poll test:1: Broken pipe")
        link.close()
    }

    @Test(arguments: [(13, false), (14, true), (65_553, true), (65_554, false)])
    func `it takes frames of every length there is`(byteCount: Int, isTaken: Bool) {
        let link = start()
        #expect(send(link, frame(byteCount), .none) == isTaken)
        #expect(pair.read()?.count == (isTaken ? byteCount : nil))
        link.close()
    }

    /// A TCP segment over IPv4 of 100 bytes of payload, or a super-frame of several.
    private func segment(_ number: Int, segments: Int = 1) -> [UInt8] {
        let (count, start) = (100 * segments, 1_000 + 100 * number)
        var bytes: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]
        bytes += [
            0x45, 0, UInt8((40 + count) >> 8), UInt8((40 + count) & 0xff), 0, UInt8(number), 0x40, 0, 64, 6, 0, 0,
        ]
        bytes += [10, 0, 0, 1, 10, 0, 0, 2]
        store(checksum(bytes[14..<34]), at: 24, in: &bytes)
        bytes += [
            3, 232, 7, 208, 0, 0, UInt8(start >> 8), UInt8(start & 0xff), 0, 0, 0, 77, 0x50, 0x10, 1, 244, 0, 0, 0, 0,
        ]
        bytes += [UInt8](repeating: 5, count: count)
        let pseudo: [UInt8] = [10, 0, 0, 1, 10, 0, 0, 2, 0, 6, UInt8((20 + count) >> 8), UInt8((20 + count) & 0xff)]
        store(checksum(pseudo + bytes[34...]), at: 50, in: &bytes)
        return bytes
    }

    private func store(_ value: UInt16, at offset: Int, in bytes: inout [UInt8]) {
        (bytes[offset], bytes[offset + 1]) = (UInt8(value >> 8), UInt8(value & 0xff))
    }

    private func checksum(_ bytes: some Collection<UInt8>) -> UInt16 {
        var sum = 0
        for (index, byte) in bytes.enumerated() { sum += Int(byte) << (index % 2 == 0 ? 8 : 0) }
        while sum > 0xffff { sum = (sum & 0xffff) + (sum >> 16) }
        return ~UInt16(sum)
    }

    private func offload(losesSegment: Bool = false) -> Offload {
        Offload(
            segmentation: .tcp4, needsChecksum: true, headerLength: 54, segmentSize: 100, checksumStart: 34,
            checksumOffset: 16, losesSegment: losesSegment)
    }

    private static let header: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

    @Test func `what is held is written when it is flushed, and not before`() {
        let link = start(offloads: [.partialChecksum, .segmentsTCP4])
        #expect(send(link, segment(0), .none) && send(link, segment(1), .none))
        #expect(pair.read() == nil)
        link.flush()
        let bytes = pair.read()
        #expect(bytes?.count == 10 + 54 + 200)
        #expect(bytes?.prefix(10) == [1, 1, 54, 0, 100, 0, 34, 0, 16, 0])
        #expect(pair.read() == nil)
        link.close()
    }

    @Test func `a super-frame goes out behind what is held of its flow, with its header in front`() {
        let link = start(offloads: [.partialChecksum, .segmentsTCP4])
        let long = segment(1, segments: 3)
        #expect(send(link, segment(0), .none) && send(link, long, offload()))
        #expect(pair.read() == Self.header + segment(0))
        #expect(pair.read() == [1, 1, 54, 0, 100, 0, 34, 0, 16, 0] + long)
        // A frame that cannot be held does not push out what is.
        #expect(
            send(link, segment(4), .none) && send(link, frame(60), Offload(isChecksumValid: true)))
        #expect(pair.read() == Self.header + segment(4))
        #expect(pair.read() == [2, 0, 0, 0, 0, 0, 0, 0, 0, 0] + frame(60))
        link.close()
    }

    @Test func `of a super-frame that is to lose a segment the others are sent`() {
        let link = start(offloads: [.partialChecksum, .segmentsTCP4])
        let long = segment(0, segments: 3)
        #expect(send(link, long, offload(losesSegment: true)))
        link.flush()
        #expect(pair.read()?.suffix(200) == long.suffix(200))
        #expect(pair.read() == nil)
        // What does not fit its metadata is not sent at all.
        var wrong = offload(losesSegment: true)
        wrong.segmentSize = 0
        #expect(!send(link, long, wrong))
        link.close()
        #expect(!send(link, long, offload(losesSegment: true)))
    }

    @Test func `what is held and finds no room is dropped and counted`() {
        let link = start(offloads: [.partialChecksum, .segmentsTCP4])
        var count = 0
        while send(link, frame(9_000), Offload(isChecksumValid: true)) { count += 1 }
        #expect(count > 0 && send(link, segment(0), .none))
        #expect(receiver.calls == [])
        while pair.read() == nil {}
        link.flush()
        #expect(receiver.calls == [])
        while send(link, frame(60), Offload(isChecksumValid: true)) {}
        #expect(send(link, segment(1), .none))
        link.flush()
        #expect(receiver.calls == ["dropped queueFull"])
        link.close()
    }
}
