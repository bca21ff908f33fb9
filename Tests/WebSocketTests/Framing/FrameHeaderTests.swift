import Testing

@testable import WebSocket

@Suite struct FrameHeaderTests {
    /// RFC 6455 §5.7, all examples.
    @Test(
        arguments: [
            ([0x81, 0x05], FrameHeader(opcode: .text, payloadLength: 5)),
            (
                [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d],
                FrameHeader(opcode: .text, maskingKey: 0x3d21_fa37, payloadLength: 5)
            ),
            ([0x01, 0x03], FrameHeader(isFinal: false, opcode: .text, payloadLength: 3)),
            ([0x80, 0x02], FrameHeader(opcode: .continuation, payloadLength: 2)),
            ([0x89, 0x05], FrameHeader(opcode: .ping, payloadLength: 5)),
            (
                [0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d],
                FrameHeader(opcode: .pong, maskingKey: 0x3d21_fa37, payloadLength: 5)
            ),
            ([0x82, 0x7e, 0x01, 0x00], FrameHeader(opcode: .binary, payloadLength: 256)),
            ([0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0], FrameHeader(opcode: .binary, payloadLength: 65_536)),
        ] as [([UInt8], FrameHeader)])
    func readsAndWritesTheExamplesOfTheRFC(_ bytes: [UInt8], _ header: FrameHeader) throws {
        #expect(try FrameHeader.parse(bytes.span.bytes) == header)
        #expect(written(header) == bytes)
        #expect(header.length == bytes.count)
    }

    @Test(arguments: [0, 1, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 65_537, 1 << 32, Int.max])
    func theLengthTakesItsShortestForm(_ length: Int) throws {
        for key in [nil, 0x0403_0201 as UInt32] {
            let header = FrameHeader(opcode: .binary, maskingKey: key, payloadLength: length)
            let bytes = written(header)
            #expect(bytes.count == 2 + (length < 126 ? 0 : length < 65_536 ? 2 : 8) + (key == nil ? 0 : 4))
            #expect(try FrameHeader.parse(bytes.span.bytes) == header)
            #expect(bytes.suffix(key == nil ? 0 : 4) == (key == nil ? [] : [1, 2, 3, 4]))
        }
    }

    @Test(arguments: [0, 125, 126, 65_535, 65_536])
    func everyPrefixAsksForMore(_ length: Int) throws {
        let bytes = written(FrameHeader(opcode: .binary, maskingKey: 7, payloadLength: length))
        for count in 0..<bytes.count {
            #expect(try FrameHeader.parse(Array(bytes.prefix(count)).span.bytes) == nil)
        }
    }

    /// "The minimal number of bytes MUST be used to encode the length", "the most significant bit MUST be 0" (RFC 6455
    /// §5.2).
    @Test(
        arguments: [
            [0x82, 0x7e, 0x00, 0x00], [0x82, 0x7e, 0x00, 0x7d], [0x82, 0xfe, 0x00, 0x7d, 1, 2, 3, 4],
            [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0], [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0x7d],
            [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0x00, 0x7e], [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0xff, 0xff],
            [0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x82, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] as [[UInt8]])
    func refusesOtherForms(_ bytes: [UInt8]) {
        #expect(throws: ProtocolError.invalidLength) { try FrameHeader.parse(bytes.span.bytes) }
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func everyFirstByteIsReadOrRefusedAsTheRFCSays(_ first: UInt8) {
        let outcome = Result { try FrameHeader.parse([first, 0].span.bytes) }
        switch outcome {
        case .success(let header):
            #expect(first & 0x30 == 0)
            #expect(header?.opcode.rawValue == first & 0x0f)
            #expect(header?.isFinal == (first & 0x80 != 0))
            #expect(header?.isCompressed == (first & 0x40 != 0))
        case .failure:
            let isControl = first & 0x08 != 0
            let isKnown = [0, 1, 2, 8, 9, 10].contains(first & 0x0f)
            #expect(first & 0x30 != 0 || !isKnown || isControl && first & 0xc0 != 0x80)
        }
    }

    private func written(_ header: FrameHeader) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xee, count: FrameHeader.maximumLength)
        let count = bytes.withUnsafeMutableBytes { header.write(into: $0) }
        #expect(bytes[count...].allSatisfy { $0 == 0xee })
        return Array(bytes[..<count])
    }
}
