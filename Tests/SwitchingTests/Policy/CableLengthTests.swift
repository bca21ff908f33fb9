import Frame
import SwitchingSupport
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

    @Test func `segments that are short take as long as the shortest frames`() {
        let offload = Offload(segmentation: .tcp4, headerLength: 54, segmentSize: 1)
        #expect(CableLength.frames(64, offload) == 10)
        #expect(CableLength.bytes(64, offload) == 840)
        #expect(CableLength.bytes(60, .none) == 84 && CableLength.bytes(61, .none) == 85)
    }

    @Test(arguments: [0, 53, 54, 55])
    func `headers alone are one frame`(byteCount: Int) {
        #expect(CableLength.frames(byteCount, Offload(segmentation: .tcp4, headerLength: 54, segmentSize: 1)) == 1)
    }

    @Test func `metadata that makes no sense is one frame`() {
        #expect(CableLength.frames(9000, Offload(segmentation: .tcp4)) == 1)
        #expect(CableLength.frames(10, Offload(segmentation: .udp, headerLength: 42, segmentSize: 100)) == 1)
    }
}
