import TestSupport
import Testing

@testable import WebSocket

@Suite struct MessageEncoderTests {
    /// RFC 6455 §5.7.
    @Test func writesTheExamplesOfTheRFC() {
        let hello = Array("Hello".utf8)
        #expect(encode(.text, hello, as: .server) == [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f])
        #expect(
            encode(.text, hello, as: .client)
                == [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
        )
        #expect(encode(.ping, hello, as: .server) == [0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f])
        #expect(
            encode(.pong, hello, as: .client)
                == [0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
        )
    }

    @Test(arguments: [0, 1, 60, 125, 126, 1_514, 65_535, 65_536, 65_553], Role.allCases)
    func writesWhatTheReferenceWrites(_ count: Int, _ role: Role) {
        var generator = SeededGenerator(seed: count)
        let payload = generator.bytes(count)
        let frame = WireFrame.binary(payload, key: role == .client ? [0x37, 0xfa, 0x21, 0x3d] : nil)
        #expect(encode(.binary, payload, as: role) == frame.bytes)
    }

    @Test func aCloseFrameHoldsCodeAndReason() {
        #expect(encodeClose(.normal, "") == [0x88, 0x02, 0x03, 0xe8])
        #expect(encodeClose(.goingAway, "bye") == [0x88, 0x05, 0x03, 0xe9, 0x62, 0x79, 0x65])
    }

    /// 1005 and 1006 "MUST NOT be set as a status code in a Close control frame" (RFC 6455 §7.4.1).
    @Test(arguments: [CloseCode.noStatus, .abnormal, CloseCode(rawValue: 1015), CloseCode(rawValue: 0)])
    func aCodeThatMustNotBeSentLeavesTheCloseFrameEmpty(_ code: CloseCode) {
        #expect(encodeClose(code, "why") == [0x88, 0x00])
    }

    @Test func aLongReasonIsCutBetweenCharacters() {
        let bytes = encodeClose(.normal, String(repeating: "€", count: 60))
        #expect(bytes.count == 2 + 2 + 41 * 3)
        #expect(receive(bytes, as: .client).received == [.close(.normal, String(repeating: "€", count: 41))])
    }

    /// A header of two bytes, a key of four, a code of two and a reason of 123 (RFC 6455 §5.5).
    @Test func theLongestControlFrameHasTheGreatestSize() {
        #expect(encodeClose(.normal, String(repeating: "r", count: 200), as: .client).count == 131)
        #expect(MessageEncoder.maximumControlSize == 131)
    }

    private func encode(_ opcode: Opcode, _ payload: [UInt8], as role: Role) -> [UInt8] {
        var encoder = MessageEncoder(role: role)
        return encoder.encoded(opcode, payload)
    }

    private func encodeClose(_ code: CloseCode, _ reason: String, as role: Role = .server) -> [UInt8] {
        var encoder = MessageEncoder(role: role)
        var bytes = [UInt8](repeating: 0, count: MessageEncoder.maximumControlSize)
        let count = bytes.withUnsafeMutableBytes { encoder.encodeClose(code, reason: reason, maskingKey: 0, into: $0) }
        return Array(bytes[..<count])
    }
}
