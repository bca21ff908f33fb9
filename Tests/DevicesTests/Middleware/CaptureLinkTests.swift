import Frame
import SwitchingSupport
import Testing

@testable import Devices

@Suite struct CaptureLinkTests {
    @Test func `a tap sees what is delivered and what is taken, and not what is refused`() {
        let (inner, tap, receiver) = (TestLink(), RecordingTap(), Recorder())
        let link = CaptureLink(inner, seenBy: tap, on: InlineLoop())
        link.start(receiver)
        let isTaken = link.send(([1] as [UInt8]).span.bytes, Offload(segmentSize: 7))
        #expect(isTaken)
        inner.hasRoom = false
        let isRefused = !link.send(([2] as [UInt8]).span.bytes, .none)
        #expect(isRefused)
        inner.deliver([3], offload: Offload(segmentSize: 8))
        #expect(
            tap.seen == [
                .init([1], .sent, offload: Offload(segmentSize: 7)),
                .init([3], .received, offload: Offload(segmentSize: 8)),
            ])
        #expect(inner.frames == [[1]] && receiver.log == ["received [3]", "drained"])
    }
}
