import Frame
import SwitchingSupport
import Testing

@testable import Devices

@Suite struct CaptureLinkTests {
    private final class Tap: FrameTap {
        var seen: [String] = []

        func saw(_ frame: RawSpan, _ offload: Offload, _ direction: FrameDirection) {
            seen.append("\(direction) \(frame.withUnsafeBytes { Array($0) }) \(offload.segmentSize)")
        }
    }

    @Test func `a tap sees what is delivered and what is taken, and not what is refused`() {
        let (inner, tap, receiver) = (TestLink(), Tap(), Recorder())
        let link = CaptureLink(inner, seenBy: tap)
        link.start(receiver)
        let isTaken = link.send(([1] as [UInt8]).span.bytes, Offload(segmentSize: 7))
        #expect(isTaken)
        inner.hasRoom = false
        let isRefused = !link.send(([2] as [UInt8]).span.bytes, .none)
        #expect(isRefused)
        inner.deliver([3], offload: Offload(segmentSize: 8))
        #expect(tap.seen == ["sent [1] 7", "received [3] 8"])
        #expect(inner.frames == [[1]] && receiver.log == ["received [3]", "drained"])
    }
}
