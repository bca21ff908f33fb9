import Frame
import SwitchingSupport
import Testing

@testable import Devices

/// Links around other links.
@Suite struct WrappedLinkTests {
    private let inner = TestLink("test:inner")
    private let receiver = Recorder()

    @Test func `what is asked of a link is asked of the one inside`() {
        inner.snapshot.security = "TLSv1.3"
        inner.capabilities = .segmentsTCP4
        let link = WrappedLink(inner)
        #expect(link.name == "test:inner" && link.snapshot == inner.snapshot && link.capabilities == .segmentsTCP4)
        link.start(receiver)
        link.setCarrier(isUp: true)
        link.probe()
        link.pauseReceiving(for: .seconds(1))
        link.flush()
        #expect(inner.carrier == [true] && inner.probeCount == 1 && inner.pauses == [.seconds(1)])
        #expect(inner.flushCount == 1)
        link.close()
        #expect(inner.closeCount == 1)
    }

    @Test func `what the link inside says is passed on, until its end`() {
        let link = WrappedLink(inner)
        link.start(receiver)
        inner.deliver([1, 2, 3])
        inner.receiver?.dropped(.runt)
        inner.receiver?.carriedOverhead(2, byteCount: 3)
        let said = inner.receiver
        inner.receiver?.closed(nil)
        said?.received(([9] as [UInt8]).span.bytes)
        said?.closed(nil)
        #expect(receiver.log == ["received [1, 2, 3]", "drained", "dropped runt", "overhead 2 3", "closed"])
    }

    @Test func `a link that was closed says nothing more`() {
        let link = WrappedLink(inner)
        link.start(receiver)
        let said = inner.receiver
        link.close()
        said?.received(([9] as [UInt8]).span.bytes)
        said?.drained()
        said?.closed(nil)
        #expect(receiver.log.isEmpty)
    }
}
