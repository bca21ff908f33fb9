import Frame
import Testing

@testable import Switching

@Suite struct CableLengthTests {
    @Test func `a short frame takes as long as the shortest on a cable`() {
        #expect(CableLength.bytes(14, .none) == 84)
        #expect(CableLength.bytes(60, .none) == 84)
    }

    @Test func `a full frame takes its own length and what is around it`() {
        #expect(CableLength.bytes(1514, .none) == 1538)
        #expect(CableLength.frames(1514, .none) == 1)
    }

    @Test func `a super-frame takes what its segments take`() {
        let offload = Offload(segmentation: .tcp4, headerLength: 66, segmentSize: 1448)
        // Three full segments and one of 100 bytes.
        let byteCount = 66 + 3 * 1448 + 100
        #expect(CableLength.frames(byteCount, offload) == 4)
        #expect(CableLength.bytes(byteCount, offload) == Double(4 * (66 + 24) + 3 * 1448 + 100))
    }

    @Test func `metadata that makes no sense is one frame`() {
        #expect(CableLength.frames(9000, Offload(segmentation: .tcp4)) == 1)
        #expect(CableLength.frames(10, Offload(segmentation: .udp, headerLength: 42, segmentSize: 100)) == 1)
    }
}
