@testable import WebSocket

/// What a peer may not say, or the last that it may: each ends a link of either role.
enum Violation {
    static let all: [@Sendable (Role) -> [UInt8]] = [
        // A close frame, of which no more than its own is owed.
        { frame(0x88, [0x03, 0xe8], to: $0) },
        { frame(0x88, [], to: $0) },
        // Codes that must not be sent, a lone byte, and a reason that is not UTF-8.
        { frame(0x88, [0x03, 0xed], to: $0) },
        { frame(0x88, [0x03], to: $0) },
        { frame(0x88, [0x03, 0xe8, 0xff], to: $0) },
        // Unknown opcodes and reserved bits.
        { frame(0x83, [], to: $0) },
        { frame(0x8b, [], to: $0) },
        { frame(0xa2, [1], to: $0) },
        // A control frame in pieces, and one that is too long.
        { frame(0x09, [], to: $0) },
        { frame(0x89, [UInt8](repeating: 0, count: 126), to: $0) },
        // A continuation of nothing, and a message within a message.
        { frame(0x80, [1], to: $0) },
        { frame(0x02, [1], to: $0) + frame(0x82, [1], to: $0) },
        // Text that is not UTF-8.
        { frame(0x81, [0xff], to: $0) },
        // Masked the wrong way round.
        { frame(0x82, [1], to: $0 == .server ? .client : .server) },
        // Lengths: longer than it need be, one more than a frame has, one that no number holds.
        { header([126, 0, 125], to: $0) },
        { header([127, 0, 0, 0, 0, 0, 0, 0xff, 0xff], to: $0) },
        { header([127, 0, 0, 0, 0, 0, 1, 0x80, 0], to: $0) },
        { header([127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], to: $0) },
        { header([127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], to: $0) },
    ]

    /// A frame of 126 bytes of payload at the most, masked with zero.
    private static func frame(_ first: UInt8, _ payload: [UInt8], to role: Role) -> [UInt8] {
        let length = payload.count < 126 ? [UInt8(payload.count)] : [126] + big16(payload.count)
        return [first, length[0] | mask(role)] + length.dropFirst() + key(role) + payload
    }

    /// The header of a binary message.
    private static func header(_ length: [UInt8], to role: Role) -> [UInt8] {
        [0x82, length[0] | mask(role)] + length.dropFirst() + key(role)
    }

    private static func mask(_ role: Role) -> UInt8 { role == .server ? 0x80 : 0 }
    private static func key(_ role: Role) -> [UInt8] { role == .server ? [0, 0, 0, 0] : [] }
}
