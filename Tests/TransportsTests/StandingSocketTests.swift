import CLinux
import Conformance
import Frame
import Glibc
import Testing
import WebSocket

@testable import Transports

/// A socket that is never emptied, because more has arrived each time than is received at once.
@Suite struct StandingSocketTests {
    private final class Receiver: FrameReceiver {
        var sizes: [Int] = []
        var dropped = 0

        func received(_ frame: RawSpan, _ offload: Offload) { sizes.append(frame.byteCount) }
        func dropped(_ reason: DropReason) { dropped += reason == .congested ? 1 : 0 }
        func drained() {}
        func closed(_ reason: (any Error)?) {}
    }

    private let loop = ManualLoop(scratchCount: FrameSize.leastScratch)
    private let receiver = Receiver()
    private let near: CInt
    private let far: CInt
    private let link: WebSocketLink

    init() throws {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        try #require(socketpair(AF_UNIX, type, 0, &ends) == 0)
        (near, far) = (ends[0], ends[1])
        let stream = ByteStream(
            StreamSocket(owning: near), tls: nil, egressLimit: WebSocketLink.egressLimit, on: loop)
        let liveness = Liveness(interval: .seconds(60), patience: .seconds(120))
        link = WebSocketLink(
            role: .client, limits: Limits(), compression: nil, liveness: liveness, name: "test", over: stream,
            queueingIn: QueueMemory(), early: [])
        link.start(receiver)
    }

    /// What a server sends in 16 KiB.
    private func messages(_ size: Int) -> [UInt8] {
        let message = [0x82, UInt8(0x7e), UInt8(size >> 8), UInt8(size & 0xff)] + [UInt8](repeating: 2, count: size)
        return (0..<16 * 1024 / message.count).flatMap { _ in message }
    }

    /// Receives as often as there are times, in milliseconds, and leaves something over each time.
    private func receive(at times: Range<Int>, size: Int) {
        let messages = messages(size)
        for time in times {
            loop.advance(by: .milliseconds(time) - loop.now)
            // A socket is asked for half the scratch memory at once.
            while pendingCount < 140 * 1024 {
                #expect(write(far, messages, messages.count) == messages.count)
            }
            loop.makeReady(near, for: .read)
        }
    }

    private func empty() {
        while pendingCount > 0 { loop.makeReady(near, for: .read) }
    }

    private var pendingCount: Int {
        var count: CInt = 0
        #expect(ioctl(near, UInt(FIONREAD), &count) == 0)
        return Int(count)
    }

    private func end() {
        link.close()
        loop.advance(by: .seconds(2))
        close(far)
    }

    @Test func losesNothingForABurst() {
        receive(at: 0..<5, size: 1_500)
        empty()
        receive(at: 10..<15, size: 1_500)
        empty()
        #expect(receiver.dropped == 0)
        end()
    }

    @Test func losesALargeFrameWhenItStandsForFiveMilliseconds() {
        receive(at: 0..<5, size: 1_500)
        #expect(receiver.dropped == 0)
        receive(at: 5..<6, size: 1_500)
        #expect(receiver.dropped == 1)
        receive(at: 6..<40, size: 1_500)
        // 5 ms until the first; then 5 / √1, 5 / √2, 5 / √3 … ms, each with what is received next.
        #expect(receiver.dropped == 17)
        end()
    }

    @Test func sparesSmallFrames() {
        receive(at: 0..<40, size: 200)
        #expect(receiver.dropped == 0)
        end()
    }
}
