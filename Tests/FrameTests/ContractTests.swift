import Frame
import Testing

/// What the contracts give to those who leave a part of them out.
@Suite struct ContractTests {
    final class Sink: Link, FrameReceiver {
        let name = "sink:"
        var offloads: [Offload] = []

        func start(_ receiver: any FrameReceiver) {}
        func flush() {}
        func close() {}
        func drained() {}
        func dropped(_ reason: DropReason) {}
        func closed(_ reason: (any Error)?) {}

        func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
            offloads.append(offload)
            return true
        }

        func received(_ frame: RawSpan, _ offload: Offload) { offloads.append(offload) }
    }

    @Test func `a link takes ordinary frames`() {
        let sink = Sink()
        #expect(sink.capabilities == [])
        let isTaken = sink.send([0].span.bytes)
        #expect(isTaken)
        sink.received([0].span.bytes)
        #expect(sink.offloads == [.none, .none])
    }

    @Test func `sizes fit together`() {
        #expect(FrameSize.minimum == 14)
        #expect(FrameSize.maximum == 65_553)
        #expect(FrameSize.maximumMTU + EthernetHeader.length + EthernetHeader.tagLength == 65_535)
        #expect(FrameSize.maximumUntagged == 65_549 && FrameSize.maximumPacket == 65_535)
        #expect(FrameSize.leastScratch == 262_144)
    }

    @Test func `frames that no station should send are malformed`() {
        #expect(
            DropReason.allCases.filter(\.isMalformed) == [.runt, .oversized, .notBinary, .multicastSource, .nullSource])
    }

    @Test func `reasons for drops are numbered from zero, without gaps`() {
        #expect(DropReason.allCases.map(\.rawValue) == Array(0..<DropReason.allCases.count))
    }
}
