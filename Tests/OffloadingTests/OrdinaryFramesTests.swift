import Frame
import Testing

@testable import Offloading

/// The frames of a super-frame, where nobody masks them.
@Suite struct OrdinaryFramesTests {
    private func frames(of frame: [UInt8], _ offload: Offload) -> [[UInt8]]? {
        var frames: [[UInt8]] = []
        let isSound = frame.withUnsafeBytes { bytes in
            OrdinaryFrames.forEach(of: bytes.bytes, offload) { frames.append($0.withUnsafeBytes { Array($0) }) }
        }
        return isSound ? frames : nil
    }

    private func offload(_ builder: PacketBuilder, segmentSize: Int) -> Offload {
        Offload(
            segmentation: builder.isUDP ? .udp : builder.isIPv6 ? .tcp6 : .tcp4, needsChecksum: true,
            headerLength: UInt16(builder.headerLength), segmentSize: UInt16(segmentSize),
            checksumStart: UInt16(builder.transportOffset), checksumOffset: builder.isUDP ? 6 : 16)
    }

    @Test(arguments: [false, true], [false, true])
    func areThoseThatSegmentationMakes(isIPv6: Bool, isUDP: Bool) throws {
        let payload = (0..<2_500).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let builder = PacketBuilder(isIPv6: isIPv6, isUDP: isUDP, payload: payload)
        let offload = offload(builder, segmentSize: 1_000)
        #expect(frames(of: builder.frame, offload) == (try segments(of: builder.frame, offload)))
        #expect(frames(of: builder.frame, offload)?.count == 3)
    }

    /// Headers alone are one frame, as they came.
    @Test(arguments: [false, true], [false, true])
    func ofHeadersAloneAreThese(isIPv6: Bool, isUDP: Bool) throws {
        let builder = PacketBuilder(isIPv6: isIPv6, isUDP: isUDP, options: [])
        #expect(frames(of: builder.frame, offload(builder, segmentSize: 1_000)) == [builder.frame])
    }

    @Test(arguments: [(99, 99), (100, 100), (101, 100), (9_000, 100)])
    func areNoLongerThanWhatTheyAreCutFrom(segmentSize: Int, longest: Int) throws {
        let builder = PacketBuilder(payload: [UInt8](repeating: 1, count: 100))
        let offload = offload(builder, segmentSize: segmentSize)
        try builder.frame.withUnsafeBytes { bytes in
            let segmenter = try #require(Segmenter(bytes, offload))
            #expect(segmenter.longestFrame == builder.headerLength + longest)
        }
    }

    /// The offset of the transport header leaves no room for the network's.
    @Test func areNoneOfAnIPv6HeaderThatIsTooShort() {
        let builder = PacketBuilder(isIPv6: true, isUDP: true, payload: [UInt8](repeating: 0, count: 100))
        for start in [52, 53] as [UInt16] {
            var offload = offload(builder, segmentSize: 50)
            offload.checksumStart = start
            #expect(frames(of: builder.frame, offload) == nil)
        }
    }

    @Test func areNoneOfATCPHeaderThatIsTooShort() {
        let builder = PacketBuilder(payload: [UInt8](repeating: 0, count: 100))
        var frame = builder.frame
        for words in [3, 4] as [UInt8] {
            frame[builder.transportOffset + 12] = words << 4
            #expect(frames(of: frame, offload(builder, segmentSize: 50)) == nil)
        }
    }

    /// A payload that makes the checksum of a datagram come to whatever is wanted.
    @Test(arguments: [0, 1, 2, 0xfffe] as [UInt16])
    func haveTheChecksumThatComesOutButForZero(_ wanted: UInt16) throws {
        var builder = PacketBuilder(isUDP: true, payload: [0, 0])
        let sum = UInt32(checksumOfDatagram(builder))
        // What is added to the payload is taken from the checksum, in one's complement.
        builder.payload = big(UInt16((sum + 0xffff - UInt32(wanted)) % 0xffff))
        let frame = try #require(frames(of: builder.frame, offload(builder, segmentSize: 100))?.first)
        #expect(Array(frame[40..<42]) == (wanted == 0 ? [0xff, 0xff] : big(wanted)))
    }

    private func checksumOfDatagram(_ builder: PacketBuilder) -> UInt16 {
        let frame = builder.frame
        return UInt16(frame[40]) << 8 | UInt16(frame[41])
    }
}
