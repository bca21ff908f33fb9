import Frame
import Testing

@testable import Offloading

/// What a super-frame's headers may be at most.
@Suite struct SegmenterLimitTests {
    @Test(arguments: [255, 256, 257])
    func headersMayBeAsLongAsTheRoomForThem(length: Int) {
        var builder = PacketBuilder(isIPv6: true, isUDP: true)
        builder.extensions = [17, 23] + [UInt8](repeating: 0, count: length - builder.headerLength - 2)
        builder.payload = [UInt8](repeating: 1, count: 30)
        let offload = Offload(
            segmentation: .udp, segmentSize: 10, checksumStart: UInt16(builder.transportOffset), checksumOffset: 6)
        #expect(builder.headerLength == length)
        builder.frame.withUnsafeBytes { superFrame in
            let segmenter = Segmenter(superFrame, offload)
            #expect(segmenter?.headerLength == (length <= Segmenter.maximumHeaderLength ? length : nil))
            #expect(segmenter?.count == (length <= 256 ? 3 : nil))
        }
    }
}
