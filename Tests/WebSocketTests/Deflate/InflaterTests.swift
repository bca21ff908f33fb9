import TestSupport
import Testing

@testable import WebSocket

@Suite struct InflaterTests {
    private static let hello: [UInt8] = [0xc1, 0x07, 0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]

    /// RFC 7692 §7.2.3, all examples.
    @Test(
        arguments: [
            (hello, [Received.text("Hello")]),
            ([0x41, 0x03, 0xf2, 0x48, 0xcd, 0x80, 0x04, 0xc9, 0xc9, 0x07, 0x00], [.text("Hello")]),
            (hello + hello, [.text("Hello"), .text("Hello")]),
            (hello + [0xc1, 0x05, 0xf2, 0x00, 0x11, 0x00, 0x00], [.text("Hello"), .text("Hello")]),
            ([0xc1, 0x0b, 0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00], [.text("Hello")]),
            ([0xc1, 0x08, 0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00], [.text("Hello")]),
            (
                [0xc1, 0x0d, 0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00],
                [.text("Hello")]
            ),
            ([0xc1, 0x01, 0x00], [.text("")]),
        ] as [([UInt8], [Received])])
    func readsTheExamplesOfTheRFC(_ bytes: [UInt8], _ expected: [Received]) {
        #expect(receive(bytes, as: .client, compression: Compression()) == Outcome(received: expected))
        #expect(receive(bytes.singly, as: .client, compression: Compression()) == Outcome(received: expected))
    }

    @Test func theContextOutlivesABlockMarkedAsTheLast() {
        let final: [UInt8] = [0xc1, 0x08, 0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00]
        let reference: [UInt8] = [0xc1, 0x05, 0xf2, 0x00, 0x11, 0x00, 0x00]
        let outcome = receive(final + reference, as: .client, compression: Compression())
        #expect(outcome == Outcome(received: [.text("Hello"), .text("Hello")]))
    }

    @Test func aMessageMayEndWithABlockMarkedAsTheLast() {
        let bytes: [UInt8] = [0xc1, 0x07, 0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00] + Self.hello
        #expect(receive(bytes, as: .client, compression: Compression()).received == [.text("Hello"), .text("Hello")])
    }

    @Test func withoutContextNothingRefersBack() {
        let bytes = Self.hello + [0xc1, 0x05, 0xf2, 0x00, 0x11, 0x00, 0x00]
        let outcome = receive(bytes, as: .client, compression: Compression(remote: .init(keepsContext: false)))
        #expect(outcome == Outcome(received: [.text("Hello")], error: .invalidCompressedData))
    }

    @Test func plainMessagesStandBetweenCompressedOnes() {
        let bytes = Self.hello + WireFrame.binary([1]).bytes + Self.hello
        let outcome = receive(bytes, as: .client, compression: Compression())
        #expect(outcome == Outcome(received: [.text("Hello"), .binary([1]), .text("Hello")]))
    }

    @Test(
        arguments: [
            ("a reserved block type", [0xc2, 0x01, 0x06], ProtocolError.invalidCompressedData),
            ("a reference too far back", [0xc2, 0x05, 0xf2, 0x00, 0x11, 0x00, 0x00], .invalidCompressedData),
            (
                "a stored length that is not confirmed", [0xc2, 0x05, 0x00, 0x05, 0x00, 0x00, 0x00],
                .invalidCompressedData
            ),
            ("a stored block cut off", [0xc2, 0x06, 0x00, 0x09, 0x00, 0xf6, 0xff, 0x48], .invalidCompressedData),
            ("no byte at all", [0xc2, 0x00], .invalidCompressedData),
            ("no byte at all behind a message", hello + [0xc2, 0x00], .invalidCompressedData),
            (
                "no byte at all behind a block marked as the last",
                [0xc1, 0x07, 0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0xc2, 0x00], .invalidCompressedData
            ),
            ("text that is not UTF-8", [0xc1, 0x07, 0x00, 0x01, 0x00, 0xfe, 0xff, 0xff, 0x00], .invalidUTF8),
            ("text that is cut off", [0xc1, 0x07, 0x00, 0x01, 0x00, 0xfe, 0xff, 0xc3, 0x00], .invalidUTF8),
            ("bad text in a first fragment", [0x41, 0x06, 0x00, 0x01, 0x00, 0xfe, 0xff, 0xff], .invalidUTF8),
            ("RSV1 on a continuation", [0x41, 0x01, 0x00, 0xc0, 0x00], .reservedBits),
            ("RSV1 on a continuation of a plain message", [0x01, 0x00, 0xc0, 0x01, 0x00], .reservedBits),
            ("RSV1 on a ping", [0xc9, 0x00], .reservedBits),
            ("RSV2", [0xa1, 0x00], .reservedBits),
        ] as [(String, [UInt8], ProtocolError)])
    func refuses(_ what: String, _ bytes: [UInt8], _ error: ProtocolError) {
        #expect(receive(bytes, as: .client, compression: Compression()).error == error)
    }

    @Test func aMessageThatIsCutOffAnywhereIsNone() {
        var encoder = MessageEncoder(role: .server, compression: Compression())
        let text = Array("Each byte, from 0x00 to 0xff, may be followed by each of the 256 that there are.".utf8)
        for payload in [Array(Self.hello.dropFirst(2)), Array(encoder.encoded(.text, text + text).dropFirst(2))] {
            for count in payload.indices {
                let frame = WireFrame(reserved: 4, opcode: 2, payload: Array(payload.prefix(count)))
                #expect(
                    receive(frame.bytes, as: .client, compression: Compression())
                        == Outcome(received: [], error: .invalidCompressedData))
            }
        }
    }

    /// An eighth more and 64 bytes (zlib's bound is smaller): what is decompressed already does not count.
    @Test func aCompressedFrameMayBeLongerThanAMessage() throws {
        let limits = Limits(maximumMessageSize: 1_000)
        var encoder = MessageEncoder(role: .server, compression: Compression())
        let zeros = Array(encoder.encoded(.binary, [UInt8](repeating: 0, count: 1_000)).dropFirst(2))
        let first = WireFrame(isFinal: false, reserved: 4, opcode: 2, payload: zeros).bytes
        for start in [[0xc2], first + [0x00]] {
            var receiver = Receiver(role: .client, limits: limits, compression: Compression())
            #expect(receiver.maximumFrameSize == 14 + 1_189)
            try receiver.feed(start + [0x7e, 0x04, 0xa5])
            #expect(receiver.pendingFrameSize == 4 + 1_189)
            let long = receive(start + [0x7e, 0x04, 0xa6], as: .client, limits: limits, compression: Compression())
            #expect(long.error == .messageTooBig)
        }
    }

    @Test func withoutAgreementNothingIsCompressed() {
        #expect(receive(Self.hello, as: .client).error == .reservedBits)
    }

    /// A bomb: a few hundred bytes that would fill a gigabyte.
    @Test(arguments: [999, 1_000, 1_001, 100_000])
    func whatIsDecompressedIsBounded(_ count: Int) {
        var encoder = MessageEncoder(role: .server, compression: Compression())
        let zeros = [UInt8](repeating: 0, count: count)
        let bytes = encoder.encoded(.binary, zeros)
        #expect(bytes.count < 300)
        let outcome = receive(bytes, as: .client, limits: Limits(maximumMessageSize: 1_000), compression: Compression())
        let expected =
            count <= 1_000 ? Outcome(received: [.binary(zeros)]) : Outcome(received: [], error: .messageTooBig)
        #expect(outcome == expected)
    }

    @Test func fragmentsOfABombCountTogether() {
        var encoder = MessageEncoder(role: .server, compression: Compression())
        let bytes = encoder.encoded(.binary, [UInt8](repeating: 0, count: 5_000))
        let payload = Array(bytes.dropFirst(2))
        let first = WireFrame(isFinal: false, reserved: 4, opcode: 2, payload: Array(payload.dropLast(5))).bytes
        let limits = Limits(maximumMessageSize: 1_000)
        #expect(receive(first, as: .client, limits: limits, compression: Compression()).error == .messageTooBig)
    }

    @Test func anIncompressibleMessageOfTheLargestSizeArrives() throws {
        var generator = SeededGenerator(seed: 1)
        let payload = generator.bytes(1_000)
        // Stored blocks of 100 bytes: longer than the message itself, and allowed.
        var stored: [UInt8] = []
        for start in stride(from: 0, to: 1_000, by: 100) {
            stored += [0x00, 100, 0, 155, 255] + payload[start..<start + 100]
        }
        let frame = WireFrame(reserved: 4, opcode: 2, payload: stored + [0x00]).bytes
        var receiver = Receiver(role: .client, limits: Limits(maximumMessageSize: 1_000), compression: Compression())
        #expect(frame.count <= receiver.maximumFrameSize)
        try receiver.feed(frame)
        #expect(receiver.received == [.binary(payload)])
    }
}
