import TestSupport
import Testing

@testable import WebSocket

/// Whatever is sent, however it is cut, arrives; and nothing that arrives makes the decoder trap.
@Suite struct MessagePropertyTests {
    @Test(arguments: 0..<150, Role.allCases)
    func whatIsEncodedArrivesHoweverItIsCut(_ seed: Int, _ sender: Role) {
        var generator = SeededGenerator(seed: seed)
        var encoder = MessageEncoder(role: sender)
        let sent = generator.messages()
        var bytes: [UInt8] = []
        for message in sent {
            bytes += encode(message, with: &encoder, key: .random(in: .min ... .max, using: &generator))
        }
        let pieces = generator.cut(bytes, maximumPiece: [1, 7, 100, 5000].randomElement(using: &generator) ?? 1)
        #expect(receive(pieces, as: sender.peer) == Outcome(received: sent))
    }

    @Test(arguments: 0..<150, Role.allCases)
    func whatIsCompressedArrivesHoweverItIsCut(_ seed: Int, _ sender: Role) {
        var generator = SeededGenerator(seed: 500 + seed)
        let side = Compression.Side(
            windowBits: .random(in: 8...15, using: &generator),
            keepsContext: .random(using: &generator)
        )
        var encoder = MessageEncoder(role: sender, compression: Compression(local: side, minimumSize: 1))
        let sent = generator.messages()
        var bytes: [UInt8] = []
        for message in sent {
            bytes += encode(message, with: &encoder, key: .random(in: .min ... .max, using: &generator))
        }
        let pieces = generator.cut(bytes, maximumPiece: [1, 7, 100, 5000].randomElement(using: &generator) ?? 1)
        #expect(receive(pieces, as: sender.peer, compression: Compression(remote: side)) == Outcome(received: sent))
    }

    @Test(arguments: 0..<150, Role.allCases)
    func whatIsFragmentedArrivesHoweverItIsCut(_ seed: Int, _ sender: Role) {
        var generator = SeededGenerator(seed: 1000 + seed)
        let sent = generator.messages()
        var bytes: [UInt8] = []
        var expected: [Received] = []
        for message in sent { bytes += generator.fragments(of: message, from: sender, &expected) }
        let pieces = generator.cut(bytes, maximumPiece: [1, 7, 100, 5000].randomElement(using: &generator) ?? 1)
        #expect(receive(pieces, as: sender.peer) == Outcome(received: expected))
    }

    @Test(arguments: 0..<500)
    func randomBytesNeverTrap(_ seed: Int) {
        var generator = SeededGenerator(seed: 2000 + seed)
        let bytes = generator.bytes(200)
        for role in Role.allCases {
            let whole = receive(bytes, as: role)
            #expect(receive(generator.cut(bytes, maximumPiece: 9), as: role) == whole)
            _ = receive(bytes, as: role, compression: Compression())
            _ = receive([0xc2, 0x7e, 0x00, 0xc8] + bytes, as: .client, compression: Compression())
        }
    }

    @Test(arguments: 0..<500)
    func oneByteChangedNeverTraps(_ seed: Int) {
        var generator = SeededGenerator(seed: 3000 + seed)
        var bytes: [UInt8] = []
        var expected: [Received] = []
        for message in generator.messages() { bytes += generator.fragments(of: message, from: .client, &expected) }
        bytes[.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        let whole = receive(bytes, as: .server)
        #expect(receive(generator.cut(bytes, maximumPiece: 50), as: .server) == whole)
    }

    private func encode(_ message: Received, with encoder: inout MessageEncoder, key: UInt32) -> [UInt8] {
        let (opcode, payload) = message.parts
        return encoder.encoded(opcode, payload, maskingKey: key)
    }
}

extension Received {
    /// Opcode and payload of one frame that holds it.
    fileprivate var parts: (Opcode, [UInt8]) {
        switch self {
        case .text(let text): (.text, Array(text.utf8))
        case .binary(let bytes): (.binary, bytes)
        case .ping(let bytes): (.ping, bytes)
        case .pong(let bytes): (.pong, bytes)
        case .close(let code, let reason):
            (.close, [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xff)] + Array(reason.utf8))
        }
    }
}

extension SeededGenerator {
    /// A few messages and control frames, and sometimes a close frame behind them.
    fileprivate mutating func messages() -> [Received] {
        var messages = (0..<Int.random(in: 1...8, using: &self)).map { _ in message() }
        if Bool.random(using: &self) { messages.append(.close(.init(rawValue: 3000), text(20))) }
        return messages
    }

    private mutating func message() -> Received {
        switch Int.random(in: 0..<7, using: &self) {
        case 0: .ping(bytes(.random(in: 0...125, using: &self)))
        case 1: .pong(bytes(.random(in: 0...125, using: &self)))
        case 2, 3: .text(text(300))
        case 4:
            .binary(.init(repeating: .random(in: 0...255, using: &self), count: .random(in: 0...3000, using: &self)))
        default: .binary(bytes([0, 1, 42, 125, 126, 127, 1514].randomElement(using: &self) ?? 0))
        }
    }

    private mutating func text(_ maximumCount: Int) -> String {
        let alphabet: [Character] = ["a", "b", " ", "é", "ß", "€", "😀", "\u{10ffff}"]
        let count = Int.random(in: 0...maximumCount / 4, using: &self)
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &self) })
    }

    /// Cuts a message into frames, with pings between them; control frames stay whole.
    fileprivate mutating func fragments(of message: Received, from sender: Role, _ expected: inout [Received])
        -> [UInt8]
    {
        let (opcode, payload) = message.parts
        guard !opcode.isControl else {
            expected.append(message)
            return WireFrame(opcode: opcode.rawValue, key: key(of: sender), payload: payload).bytes
        }
        var pieces = cut(payload, maximumPiece: 200)
        if pieces.isEmpty { pieces = [[]] }
        var wire: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            if index > 0, Int.random(in: 0..<3, using: &self) == 0 {
                wire += WireFrame.ping([UInt8(index & 0xff)], key: key(of: sender)).bytes
                expected.append(.ping([UInt8(index & 0xff)]))
            }
            wire +=
                WireFrame(
                    isFinal: index == pieces.count - 1,
                    opcode: index == 0 ? opcode.rawValue : 0,
                    key: key(of: sender),
                    payload: piece
                ).bytes
        }
        expected.append(message)
        return wire
    }

    private mutating func key(of sender: Role) -> [UInt8]? { sender == .client ? bytes(4) : nil }
}
