import CLinux
import Conformance
import Devices
import Frame
import Glibc
import Testing

/// A TAP's queue that is never emptied.
@Suite struct StandingDeviceTests {
    private final class Receiver: FrameReceiver {
        var losses: [Bool] = []
        var dropped = 0

        func received(_ frame: RawSpan, _ offload: Offload) { losses.append(offload.losesSegment) }
        func dropped(_ reason: DropReason) { dropped += reason == .congested ? 1 : 0 }
        func drained() {}
        func closed(_ reason: (any Error)?) {}
    }

    private let loop = ManualLoop()
    private let receiver = Receiver()
    private let pair: SocketPair
    private let descriptor: CInt
    private let link: DatagramLink

    init() throws {
        // As much as its buffer holds, unlike a datagram socket.
        pair = try SocketPair(SOCK_SEQPACKET)
        descriptor = pair.takeNear()
        let offloads: LinkCapabilities = [.partialChecksum, .segmentsTCP4]
        link = DatagramLink(owning: descriptor, name: "test:1", offloads: offloads, on: loop)
        link.start(receiver)
    }

    /// A frame behind a `virtio_net_hdr` of ten bytes that says that it is a TCP super-frame, or ordinary.
    private func write(superFrame isSuper: Bool) {
        pair.write([1, isSuper ? 1 : 0, 54, 0, 100, 0, 34, 0, 16, 0] + frame(isSuper ? 254 : 60))
    }

    /// Reads as often as there are times, in milliseconds, and leaves something over each time.
    private func read(at times: Range<Int>, superFrames: Bool = true) {
        for time in times {
            loop.advance(by: .milliseconds(time) - loop.now)
            // A batch is 64 frames.
            for _ in 0..<(time == times.lowerBound ? 65 : 64) { write(superFrame: superFrames) }
            loop.makeReady(descriptor, for: .read)
        }
    }

    private func empty() {
        while pairHasMore() { loop.makeReady(descriptor, for: .read) }
        loop.makeReady(descriptor, for: .read)
    }

    private func pairHasMore() -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1
    }

    @Test func losesNothingForABurst() {
        read(at: 0..<8)
        empty()
        read(at: 20..<28)
        #expect(receiver.losses.allSatisfy { !$0 })
        #expect(receiver.dropped == 0)
        link.close()
    }

    @Test func losesASegmentOfTheNextSuperFrameWhenItStandsForFiveMilliseconds() throws {
        // Four looks, and then five milliseconds.
        read(at: 0..<9)
        #expect(receiver.dropped == 0)
        read(at: 9..<10)
        #expect(receiver.losses.count { $0 } == 1)
        #expect(receiver.losses.firstIndex(of: true) == 9 * 64)
        #expect(receiver.dropped == 1)
        link.close()
    }

    @Test func losesMoreTheLongerItStands() {
        read(at: 0..<43)
        // 5 ms until the first; then 5 / √1, 5 / √2, 5 / √3 … ms, each when the next batch ends.
        #expect(receiver.dropped == 16)
        #expect(receiver.losses.count { $0 } == 16)
        link.close()
    }

    @Test func sparesOrdinaryFrames() {
        read(at: 0..<43, superFrames: false)
        #expect(receiver.dropped == 0)
        empty()
        // What was owed is forgiven.
        write(superFrame: true)
        loop.makeReady(descriptor, for: .read)
        #expect(receiver.losses.last == false)
        link.close()
    }
}
