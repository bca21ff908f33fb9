import Frame
import TestSupport
import Testing

@testable import Offloading

@Suite struct SegmenterTests {
    /// What a kernel hands out: one huge packet whose checksum is the pseudo-header's sum.
    private func superFrame(_ builder: PacketBuilder, segmentSize: Int) -> ([UInt8], Offload) {
        let offset = builder.isUDP ? 6 : 16
        let segmentation: Offload.Segmentation = builder.isUDP ? .udp : builder.isIPv6 ? .tcp6 : .tcp4
        let offload = Offload(
            segmentation: segmentation,
            needsChecksum: true,
            headerLength: UInt16(builder.headerLength),
            segmentSize: UInt16(segmentSize),
            checksumStart: UInt16(builder.transportOffset),
            checksumOffset: UInt16(offset)
        )
        var frame = builder.frame
        frame.replaceSubrange(
            builder.transportOffset + offset..<builder.transportOffset + offset + 2, with: [0xab, 0xcd])
        return (frame, offload)
    }

    /// What must come out, made one by one.
    private func expected(_ builder: PacketBuilder, segmentSize: Int) -> [[UInt8]] {
        let starts = Array(stride(from: 0, to: max(1, builder.payload.count), by: segmentSize))
        return starts.enumerated().map { index, start in
            var segment = builder
            segment.payload = Array(builder.payload[start..<min(start + segmentSize, builder.payload.count)])
            segment.sequence &+= UInt32(start)
            segment.identification &+= UInt16(index)
            if index < starts.count - 1 { segment.flags &= ~0x09 }
            if index > 0 { segment.flags &= ~0x80 }
            return segment.frame
        }
    }

    private static let variants: [PacketBuilder] = [
        PacketBuilder(),
        PacketBuilder(flags: 0x99, options: []),
        PacketBuilder(tags: [0x0064], flags: 0x18),
        PacketBuilder(tags: [0x0064, 0x2001]),
        PacketBuilder(options: [UInt8](repeating: 1, count: 40), typeOfService: 2),
        PacketBuilder(isIPv6: true, flags: 0x19),
        PacketBuilder(isIPv6: true, tags: [5]),
        PacketBuilder(isIPv6: true, extensions: [6, 0, 1, 4, 0, 0, 0, 0]),
        PacketBuilder(isUDP: true),
        PacketBuilder(isIPv6: true, isUDP: true),
    ]

    @Test func leavesOutTheFirstSegmentOfASuperFrameThatIsToLoseOne() throws {
        var builder = PacketBuilder(flags: 0x98)
        builder.payload = [UInt8](repeating: 7, count: 3_500)
        var (frame, offload) = superFrame(builder, segmentSize: 1_000)
        offload.losesSegment = true
        #expect(try segments(of: frame, offload) == Array(expected(builder, segmentSize: 1_000).dropFirst()))
        builder.payload = [1, 2, 3]
        (frame, offload) = superFrame(builder, segmentSize: 1_000)
        offload.losesSegment = true
        #expect(try segments(of: frame, offload).isEmpty)
    }

    @Test(arguments: variants, [1, 536, 1_448, 9_000])
    func cutsAsTheKernelDoes(_ variant: PacketBuilder, _ segmentSize: Int) throws {
        for count in [1, segmentSize, segmentSize + 1, 10 * segmentSize, 10 * segmentSize + 7] where count < 65_000 {
            var builder = variant
            builder.payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
            let (frame, offload) = superFrame(builder, segmentSize: segmentSize)
            #expect(try segments(of: frame, offload) == expected(builder, segmentSize: segmentSize))
        }
    }

    @Test func sendsAnAllZeroUDPChecksumAsAllOnes() throws {
        // A payload is found for which the sum comes to zero.
        var builder = PacketBuilder(isUDP: true)
        builder.payload = [0, 0]
        let sum = Array(builder.frame[builder.transportOffset + 6..<builder.transportOffset + 8])
        builder.payload = sum
        let (frame, offload) = superFrame(builder, segmentSize: 100)
        let segment = try #require(try segments(of: frame, offload).first)
        #expect(Array(segment[builder.transportOffset + 6..<builder.transportOffset + 8]) == [0xff, 0xff])
    }

    @Test func refusesMetadataThatDoesNotFitTheFrame() {
        var builder = PacketBuilder()
        builder.payload = [UInt8](repeating: 0, count: 3_000)
        let (frame, good) = superFrame(builder, segmentSize: 1_000)
        let spoilers: [(inout Offload) -> Void] = [
            { $0.segmentSize = 0 }, { $0.segmentation = .none }, { $0.segmentation = .tcp6 }, { $0.checksumStart = 0 },
            { $0.checksumStart = 33 }, { $0.checksumStart = 35 }, { $0.checksumStart = 0xffff },
            { $0.checksumStart = 3_040 },
        ]
        for (index, spoil) in spoilers.enumerated() {
            var offload = good
            spoil(&offload)
            frame.withUnsafeBytes { #expect(Segmenter($0, offload) == nil, "spoiler \(index)") }
        }
        for count in 0..<builder.headerLength {
            frame.prefix(count).withUnsafeBytes { #expect(Segmenter($0, good) == nil, "\(count) bytes") }
        }
    }

    /// Found by fuzzing: the offset of the transport header may lie far behind a frame that is all tags.
    @Test func looksForTagsWithinTheFrameAlone() {
        let frame = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] + [[0x81, 0x00, 0, 100], [0x81, 0x00, 0, 100]].joined()
        let offload = Offload(segmentation: .tcp4, segmentSize: 1_000, checksumStart: 60, checksumOffset: 16)
        // Nothing behind the frame belongs to it, not even a type that would make sense.
        let memory = Array(frame) + [0x08, 0x00, 0x45] + [UInt8](repeating: 0, count: 100)
        memory.withUnsafeBytes { bytes in
            let frame = UnsafeRawBufferPointer(rebasing: bytes[..<frame.count])
            #expect(Segmenter(frame, offload) == nil)
            #expect(!OrdinaryFrames.forEach(of: frame.bytes, offload) { _ in })
        }
    }

    @Test func neverTrapsWhateverItIsGiven() {
        var generator = SeededGenerator(seed: 4)
        var builder = PacketBuilder()
        builder.payload = [UInt8](repeating: 0, count: 2_000)
        for _ in 0..<20_000 {
            var (frame, offload) = superFrame(builder, segmentSize: Int.random(in: 1...3_000, using: &generator))
            for _ in 0..<4 {
                frame[Int.random(in: 0..<80, using: &generator)] = UInt8.random(in: 0 ... .max, using: &generator)
            }
            offload.checksumStart = UInt16.random(in: 0...90, using: &generator)
            offload.segmentation = [.tcp4, .tcp6, .udp].randomElement(using: &generator) ?? .udp
            _ = try? segments(of: Array(frame.prefix(Int.random(in: 0...frame.count, using: &generator))), offload)
        }
    }
}

struct NotASuperFrame: Error {}

/// Cuts `frame` with the code under test.
func segments(of frame: [UInt8], _ offload: Offload) throws -> [[UInt8]] {
    try frame.withUnsafeBytes { bytes in
        guard let segmenter = Segmenter(bytes, offload) else { throw NotASuperFrame() }
        var header = [UInt8](repeating: 0, count: segmenter.headerLength)
        header.withUnsafeMutableBytes { segmenter.prepareHeader($0) }
        return try segmenter.indices.map { index in
            let payload = UnsafeRawBufferPointer(rebasing: bytes[segmenter.payload(of: index)])
            var copy = [UInt8](repeating: 0, count: payload.count)
            let sum = try #require(
                copy.withUnsafeMutableBytes { InternetChecksum.copy(payload, to: $0, mask: 0) })
            header.withUnsafeMutableBytes { segmenter.writeHeader(of: index, payloadSum: sum, to: $0) }
            return header + copy
        }
    }
}
