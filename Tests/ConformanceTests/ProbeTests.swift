import Frame
import Testing

@testable import Conformance

@Suite struct ProbeTests {
    @Test("A receiver has nothing to hear of until a frame has come, and then that it was the last for now")
    func drained() {
        let probe = Probe(on: ManualLoop(), LinkProbe.Activity())
        #expect(probe.isDrained && !probe.isClosed && probe.failure == nil && probe.frames.isEmpty)
        let frame = ProbeFrame(number: 1, size: 60).bytes
        probe.received(frame.span.bytes, .none)
        #expect(!probe.isDrained && probe.frames.count == 1)
        probe.drained()
        #expect(probe.isDrained && probe.failure == nil)
    }
}
