import Frame
import Testing

@testable import Offloading

@Suite struct PacketLayoutTagTests {
    /// Of each frame the transport header is said to lie behind its end.
    @Test(arguments: 0...20)
    func looksForNoHeaderBehindAFrameOfTagsAlone(count: Int) {
        let tags = (0..<count).flatMap { _ in [0x81, 0] as [UInt8] }
        let frame = [UInt8](repeating: 2, count: 12) + tags
        let offload = Offload(segmentation: .tcp4, segmentSize: 100, checksumStart: 60_000, checksumOffset: 16)
        #expect(frame.withUnsafeBytes { PacketLayout(of: $0, offload) } == nil)
    }
}
