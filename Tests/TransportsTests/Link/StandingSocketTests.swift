import CLinux
import Conformance
import Frame
import Glibc
import Testing
import WebSocket

@testable import Transports

/// A socket that is never emptied, because more has arrived each time than is received at once.
@Suite struct StandingSocketTests {
    private let bench: HandMovedLink

    init() throws { bench = try HandMovedLink(.client, scratchCount: FrameSize.leastScratch) }

    /// What a server sends in 16 KiB.
    private func messages(_ size: Int) -> [UInt8] {
        let message = [0x82, UInt8(0x7e), UInt8(size >> 8), UInt8(size & 0xff)] + [UInt8](repeating: 2, count: size)
        return (0..<16 * 1024 / message.count).flatMap { _ in message }
    }

    /// Receives as often as there are times, in milliseconds, and leaves something over each time.
    private func receive(at times: Range<Int>, size: Int) {
        let messages = messages(size)
        for time in times {
            bench.loop.advance(by: .milliseconds(time) - bench.loop.now)
            // A socket is asked for half the scratch memory at once.
            while pendingCount < 140 * 1024 {
                #expect(write(bench.far, messages, messages.count) == messages.count)
            }
            bench.loop.makeReady(bench.near, for: .read)
        }
    }

    private func empty() {
        while pendingCount > 0 { bench.loop.makeReady(bench.near, for: .read) }
    }

    private var pendingCount: Int {
        var count: CInt = 0
        #expect(ioctl(bench.near, UInt(FIONREAD), &count) == 0)
        return Int(count)
    }

    @Test func losesNothingForABurst() {
        receive(at: 0..<8, size: 1_500)
        empty()
        receive(at: 20..<28, size: 1_500)
        empty()
        #expect(bench.congestionCount == 0)
        bench.end()
    }

    @Test func losesALargeFrameWhenItStandsForFiveMilliseconds() {
        // Four looks, and then five milliseconds.
        receive(at: 0..<8, size: 1_500)
        #expect(bench.congestionCount == 0)
        receive(at: 8..<9, size: 1_500)
        #expect(bench.congestionCount == 1)
        receive(at: 9..<43, size: 1_500)
        // 5 ms until the first; then 5 / √1, 5 / √2, 5 / √3 … ms, each with what is received next.
        #expect(bench.congestionCount == 17)
        bench.end()
    }

    @Test(arguments: [(200, 0), (1_023, 0), (1_024, 17)]) func sparesSmallFrames(size: Int, count: Int) {
        receive(at: 0..<43, size: size)
        #expect(bench.congestionCount == count)
        bench.end()
    }
}
