import Testing
import WebSocket

/// Frames of a client that break RFC 6455, and the close code that it, or RFC 7692, names for that.
struct BadFrames: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let code: CloseCode

    init(_ name: String, _ bytes: [UInt8], _ code: CloseCode = .protocolError) {
        (testDescription, self.bytes, self.code) = (name, bytes, code)
    }

    /// A masked frame; the key is zero, so that the payload stands as it is.
    static func masked(_ first: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
        switch payload.count {
        case ..<126: [first, 0x80 | UInt8(payload.count)] + key + payload
        case ...0xffff: [first, 0xfe, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)] + key + payload
        default: [first, 0xff] + bigEndian(UInt64(payload.count)) + key + payload
        }
    }

    private static let key: [UInt8] = [0, 0, 0, 0]

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(number >> UInt64($0) & 0xff) }
    }

    private static func announced(_ first: UInt8, _ length: UInt64) -> [UInt8] {
        [first, 0xff] + bigEndian(length) + key
    }
}

extension BadFrames {
    /// Bits and opcodes that have no meaning (§5.2).
    static let reserved =
        [0x92, 0xa2, 0xb2, 0xc2, 0xd2, 0xe2, 0xf2, 0xc1, 0x42, 0xc8, 0xc9, 0xca, 0x98, 0xa9, 0xba].map { first in
            BadFrames("reserved bits, \(String(first, radix: 16))", masked(first))
        }
        + [0x83, 0x84, 0x85, 0x86, 0x87, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x03, 0x0f].map { first in
            BadFrames("a reserved opcode, \(String(first, radix: 16))", masked(first))
        }

    /// Every frame of a client is masked (§5.1), control frames are whole and short (§5.5).
    static let forms =
        [0x80, 0x81, 0x82, 0x88, 0x89, 0x8a].map { first in
            BadFrames("not masked, \(String(first, radix: 16))", [first, 0])
        }
        + [0x08, 0x09, 0x0a].map { first in
            BadFrames("a fragment of a control frame, \(String(first, radix: 16))", masked(first))
        }
        + [0x88, 0x89, 0x8a].flatMap { first in
            [126, 65_536].map { count in
                BadFrames(
                    "a control frame of \(count) bytes, \(String(first, radix: 16))",
                    masked(first, [UInt8](repeating: 0, count: count)))
            }
        }

    /// "The minimal number of bytes MUST be used to encode the length" (§5.2), and a message has a bound.
    static let lengths = [
        BadFrames("0 in sixteen bits", [0x82, 0xfe, 0, 0, 0, 0, 0, 0]),
        BadFrames("125 in sixteen bits", [0x82, 0xfe, 0, 125, 0, 0, 0, 0]),
        BadFrames("0 in 64 bits", announced(0x82, 0)),
        BadFrames("125 in 64 bits", announced(0x82, 125)),
        BadFrames("126 in 64 bits", announced(0x82, 126)),
        BadFrames("65,535 in 64 bits", announced(0x82, 65_535)),
        BadFrames("the highest bit", announced(0x82, 1 << 63)),
        BadFrames("all bits", announced(0x82, .max)),
        BadFrames("a message that is one byte too long", announced(0x82, 65_554), .messageTooBig),
        BadFrames("a text that is one byte too long", announced(0x81, 65_554), .messageTooBig),
        BadFrames("a message of 2 GiB", announced(0x82, 1 << 31), .messageTooBig),
        BadFrames("a message of 4 GiB", announced(0x82, 1 << 32), .messageTooBig),
        BadFrames("the longest there is", announced(0x82, 1 << 63 - 1), .messageTooBig),
        BadFrames("a fragment that is too long", announced(0x02, 65_554), .messageTooBig),
        BadFrames(
            "fragments that are too long together",
            masked(0x02, [UInt8](repeating: 0, count: 65_000)) + announced(0x80, 65_536), .messageTooBig),
        BadFrames(
            "one byte too much behind a full message",
            masked(0x02, [UInt8](repeating: 0, count: 65_553)) + masked(0x00, [0]), .messageTooBig),
    ]

    /// One message at a time, from its first fragment to its last (§5.4).
    static let sequences = [
        BadFrames("a continuation of nothing", masked(0x80)),
        BadFrames("a continuation of nothing, with more to come", masked(0x00)),
        BadFrames("a continuation behind a whole message", masked(0x82, [1]) + masked(0x80)),
        BadFrames("a continuation behind the last", masked(0x02) + masked(0x80) + masked(0x80)),
        BadFrames("a message within a message", masked(0x02, [1]) + masked(0x82, [2])),
        BadFrames("a fragment of another within a message", masked(0x02, [1]) + masked(0x02, [2])),
        BadFrames("a text within a message", masked(0x02, [1]) + masked(0x81, [0x61])),
        BadFrames("a message within a text", masked(0x01, [0x61]) + masked(0x82, [2])),
        BadFrames("a message behind two fragments", masked(0x02) + masked(0x00) + masked(0x82)),
    ]

    /// Text is UTF-8 (§8.1), and fails as soon as it cannot be.
    static let texts = [
        BadFrames("a byte that is never there", masked(0x81, [0xff]), .invalidPayload),
        BadFrames("a character cut off", masked(0x81, [0xe2, 0x82]), .invalidPayload),
        BadFrames("too long a form", masked(0x81, [0xc0, 0xaf]), .invalidPayload),
        BadFrames("a surrogate", masked(0x81, [0xed, 0xa0, 0x80]), .invalidPayload),
        BadFrames("beyond U+10FFFF", masked(0x81, [0xf4, 0x90]), .invalidPayload),
        BadFrames("a continuation byte first", masked(0x01, [0x80]), .invalidPayload),
        BadFrames("wrong in the second fragment", masked(0x01, [0xe2]) + masked(0x00, [0x28]), .invalidPayload),
        BadFrames("cut off in the last fragment", masked(0x01, [0x61]) + masked(0x80, [0xc3]), .invalidPayload),
        BadFrames("before the frame is complete", [0x81, 0xfe, 0x10, 0, 0, 0, 0, 0, 0x61, 0xff], .invalidPayload),
    ]

    /// What a close frame may hold (§5.5.1, §7.4).
    static let goodbyes =
        [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map { code in
            BadFrames("close code \(code)", masked(0x88, [UInt8(code >> 8), UInt8(code & 0xff)]))
        } + [
            BadFrames("half a code", masked(0x88, [0x03])),
            BadFrames("a reason that is not UTF-8", masked(0x88, [0x03, 0xe8, 0xff]), .invalidPayload),
            BadFrames("a reason that is cut off", masked(0x88, [0x03, 0xe8, 0xc3]), .invalidPayload),
        ]

    static let all = reserved + forms + lengths + sequences + texts + goodbyes
}
