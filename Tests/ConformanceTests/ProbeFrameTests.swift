import Frame
import Testing

@testable import Conformance

@Suite struct ProbeFrameTests {
    @Test("It is an experiment's frame from one host to another, and has its number twice")
    func layout() {
        let header: [UInt8] = [
            0x02, 0, 0, 0, 0, 0x01, 0x02, 0x02, 0x0a, 0x0b, 0x0c, 0x0d, 0x88, 0xb5, 0x0a, 0x0b, 0x0c, 0x0d,
        ]
        let frame = ProbeFrame(number: 0x0a0b_0c0d, size: 600)
        #expect(frame.bytes.count == 600)
        #expect(Array(frame.bytes.prefix(18)) == header)
        #expect(Array(frame.bytes[18..<21]) == [0x0d, 0x0e, 0x0f])
        // It comes again after 251 bytes.
        #expect(frame.bytes[18..<300].elementsEqual(frame.bytes[269..<551]))
        #expect(frame.bytes[18] != frame.bytes[18 + 250])
        #expect(ProbeFrame(number: 0x0a0b_0c0d, size: 14).bytes == Array(header.prefix(14)))
    }

    @Test("What is another's frame is none, and what is cut off is none")
    func others() {
        var bytes = ProbeFrame(number: 1, size: 60).bytes
        #expect(ProbeFrame(bytes.span.bytes)?.bytes == bytes)
        #expect(ProbeFrame(Array(bytes.prefix(14)).span.bytes) != nil)
        #expect(ProbeFrame(Array(bytes.prefix(13)).span.bytes) == nil)
        bytes[13] = 0xb6
        #expect(ProbeFrame(bytes.span.bytes) == nil)
    }

    @Test("Sizes are those beside a boundary, up to the longest")
    func sizes() {
        let sizes = ProbeFrame.sizes(upTo: 1514)
        #expect(sizes.first == 14 && sizes.last == 1514)
        #expect(
            Set(14...80).union(120...135).union([255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 1513]).isSubset(
                of: sizes))
        let all = ProbeFrame.sizes(upTo: 65_553)
        let lone = [1513, 1514, 1515, 1517, 1518, 1519, 9_017, 9_018, 9_019, 65_552, 65_553]
        let powers = [8, 9, 10, 11, 12, 14, 15, 16].flatMap { [1 << $0 - 1, 1 << $0, 1 << $0 + 1] }
        #expect(all == (Array(14...80) + Array(120...135) + lone + powers).sorted())
        #expect(!sizes.contains(81) && !sizes.contains(119) && !sizes.contains(136) && !sizes.contains(1026))
    }
}
