@testable import WebSocket

extension Violation {
    /// Every one is complete: the bytes end where the violation is there to be seen.
    static let all = reservedBits + opcodes + lengths + masking + controlFrames + fragmentation + closeFrames + text

    private static let reservedBits = [
        Violation("RSV1", [0xc2, 0x00], 1002),
        Violation("RSV2", [0xa2, 0x00], 1002),
        Violation("RSV3", [0x92, 0x00], 1002),
        Violation("all reserved bits", [0xf1, 0x00], 1002),
        Violation("RSV1 on a masked frame", as: .server, [0xc1, 0x80, 0, 0, 0, 0], 1002),
        Violation("RSV1 on a ping", [0xc9, 0x00], 1002),
        Violation("RSV2 on a pong", [0xaa, 0x00], 1002),
        Violation("RSV3 on a close", [0x98, 0x00], 1002),
        Violation("RSV1 on a continuation", [0x01, 0x00, 0xc0, 0x00], 1002),
    ]

    private static let opcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap { (opcode: UInt8) in
        [
            Violation("opcode \(opcode)", [0x80 | opcode, 0x00], 1002),
            Violation("opcode \(opcode), not final", as: .server, [opcode, 0x80, 0, 0, 0, 0], 1002),
        ]
    }

    private static let lengths = [
        Violation("125 in 16 bits", [0x82, 0x7e, 0x00, 0x7d], 1002),
        Violation("0 in 16 bits", [0x82, 0x7e, 0x00, 0x00], 1002),
        Violation("0 in 64 bits", [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0], 1002),
        Violation("126 in 64 bits", [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0x7e], 1002),
        Violation("65,535 in 64 bits", [0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 1002),
        Violation("a negative length", [0x82, 0x7f, 0x80, 0, 0, 0, 0, 0, 0, 0], 1002),
        Violation("a length of all ones", [0x82, 0x7f, 255, 255, 255, 255, 255, 255, 255, 255], 1002),
        Violation("over the limit in 16 bits", [0x82, 0x7e, 0x03, 0xe9], 1009),
        Violation("over the limit in 64 bits", [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0], 1009),
        Violation("the longest length", [0x82, 0x7f, 0x7f, 255, 255, 255, 255, 255, 255, 255], 1009),
        Violation("126 in the first of eight bytes of length", [0x82, 0x7f, 0x00, 0x7e, 0, 0, 0, 0, 0, 0], 1009),
        Violation("text over the limit", as: .server, [0x81, 0xfe, 0x03, 0xe9, 0, 0, 0, 0], 1009),
        Violation("a fragment over the limit", [0x02, 0x01, 0x00, 0x00, 0x7e, 0x03, 0xe8], 1009),
        Violation("the second byte over the limit", [0x02, 0x01, 0x00, 0x80, 0x7e, 0x03, 0xe8], 1009),
    ]

    private static let masking = [
        Violation("text to a server, unmasked", as: .server, [0x81, 0x00], 1002),
        Violation("bytes to a server, unmasked", as: .server, [0x82, 0x01, 0x00], 1002),
        Violation("a ping to a server, unmasked", as: .server, [0x89, 0x00], 1002),
        Violation("a close to a server, unmasked", as: .server, [0x88, 0x00], 1002),
        Violation("text to a client, masked", [0x81, 0x80, 1, 2, 3, 4], 1002),
        Violation("text to a client, masked with zeros", [0x81, 0x81, 0, 0, 0, 0, 0x61], 1002),
        Violation("a pong to a client, masked", [0x8a, 0x80, 1, 2, 3, 4], 1002),
        Violation("a fragment to a client, masked", [0x02, 0x80, 1, 2, 3, 4], 1002),
    ]

    private static let controlFrames = [
        Violation("a ping of 126 bytes", [0x89, 0x7e, 0x00, 0x7e], 1002),
        Violation("a pong of 126 bytes", [0x8a, 0x7e, 0x00, 0x7e], 1002),
        Violation("a close of 126 bytes", [0x88, 0x7e, 0x00, 0x7e], 1002),
        Violation("a ping with a 64-bit length", [0x89, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0], 1002),
        Violation("a ping that is a fragment", [0x09, 0x00], 1002),
        Violation("a pong that is a fragment", [0x0a, 0x00], 1002),
        Violation("a close that is a fragment", [0x08, 0x00], 1002),
        Violation("a masked ping that is a fragment", as: .server, [0x09, 0x81, 1, 2, 3, 4, 0], 1002),
        Violation("a fragmented ping within a message", [0x01, 0x01, 0x61, 0x09, 0x00], 1002),
    ]

    private static let fragmentation = [
        Violation("a continuation of nothing", [0x80, 0x00], 1002),
        Violation("a continuation of nothing, not final", [0x00, 0x00], 1002),
        Violation("a masked continuation of nothing", as: .server, [0x80, 0x81, 0, 0, 0, 0, 0x61], 1002),
        Violation("a continuation after a whole message", [0x82, 0x01, 0x61, 0x80, 0x00], 1002),
        Violation("a continuation after the last", [0x02, 0x00, 0x80, 0x00, 0x80, 0x00], 1002),
        Violation("a continuation after a ping", [0x89, 0x00, 0x80, 0x00], 1002),
        Violation("text within text", [0x01, 0x01, 0x61, 0x81, 0x00], 1002),
        Violation("text within bytes", [0x02, 0x01, 0x61, 0x81, 0x00], 1002),
        Violation("bytes within text", [0x01, 0x01, 0x61, 0x82, 0x00], 1002),
        Violation("bytes within bytes, not final", [0x02, 0x00, 0x02, 0x00], 1002),
        Violation("bytes within bytes, after a ping", [0x02, 0x00, 0x89, 0x00, 0x82, 0x00], 1002),
    ]

    private static let closeFrames =
        [Violation("half a close code", [0x88, 0x01, 0x03], 1002)]
        + [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map { (code: UInt16) in
            Violation("close code \(code)", WireFrame.close(code, "why").bytes, 1002)
        }
        + [
            Violation("a masked bad close code", as: .server, WireFrame.close(1005, key: [1, 2, 3, 4]).bytes, 1002),
            Violation("a reason that is not UTF-8", [0x88, 0x03, 0x03, 0xe8, 0xff], 1007),
            Violation("a reason that is cut off", [0x88, 0x03, 0x03, 0xe8, 0xc3], 1007),
            Violation("a reason with a surrogate", [0x88, 0x05, 0x03, 0xe8, 0xed, 0xa0, 0x80], 1007),
        ]

    private static let text = [
        Violation("text with an impossible byte", [0x81, 0x02, 0x61, 0xff], 1007),
        Violation("text that is cut off", [0x81, 0x01, 0xc3], 1007),
        Violation("overlong text", [0x81, 0x02, 0xc0, 0xaf], 1007),
        Violation("text with a surrogate", [0x81, 0x03, 0xed, 0xa0, 0x80], 1007),
        Violation("text over U+10FFFF", [0x81, 0x04, 0xf4, 0x90, 0x80, 0x80], 1007),
        Violation("masked text with an impossible byte", as: .server, [0x81, 0x81, 1, 2, 3, 4, 0xfe], 1007),
        Violation("a first fragment that is not UTF-8", [0x01, 0x01, 0xff], 1007),
        Violation("a character broken across fragments", [0x01, 0x01, 0xc3, 0x80, 0x01, 0x41], 1007),
        Violation("fragments that end within a character", [0x01, 0x01, 0xc3, 0x80, 0x00], 1007),
        Violation("a character broken around a ping", [0x01, 0x01, 0xe2, 0x89, 0x00, 0x80, 0x01, 0x28], 1007),
    ]
}
