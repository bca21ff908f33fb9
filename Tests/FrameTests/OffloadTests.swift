import Frame
import Testing

@Suite struct OffloadTests {
    static let cases: [(Offload, LinkCapabilities)] = [
        (.none, []),
        (Offload(isChecksumValid: true), []),
        (Offload(hasECN: true), []),
        (Offload(needsChecksum: true), .partialChecksum),
        (Offload(segmentation: .tcp4, needsChecksum: true), [.partialChecksum, .segmentsTCP4]),
        (Offload(segmentation: .tcp6, needsChecksum: true), [.partialChecksum, .segmentsTCP6]),
        (Offload(segmentation: .udp, needsChecksum: true), [.partialChecksum, .segmentsUDP]),
        (Offload(segmentation: .tcp4), .segmentsTCP4),
    ]

    @Test(arguments: cases)
    func `what is left to do is what a link must be able to do`(offload: Offload, required: LinkCapabilities) {
        #expect(offload.required == required)
    }

    @Test func `Virtual I/O Device 1.2 §5.1.6: segmentation has the header's numbers`() {
        #expect(Offload.Segmentation(rawValue: 0) == Offload.Segmentation.none)
        #expect(Offload.Segmentation(rawValue: 1) == .tcp4)
        #expect(Offload.Segmentation(rawValue: 3) == nil)
        #expect(Offload.Segmentation(rawValue: 4) == .tcp6)
        #expect(Offload.Segmentation(rawValue: 5) == .udp)
    }

    @Test func `capabilities are bits of their own`() {
        let all: [LinkCapabilities] = [.partialChecksum, .segmentsTCP4, .segmentsTCP6, .segmentsUDP]
        #expect(Set(all.map(\.rawValue)) == [1, 2, 4, 8])
    }
}
