import Testing

@testable import WebSocket

@Suite struct DeflaterTests {
    private static let text = Array(String(repeating: "Ethernet over WebSocket. ", count: 20).utf8)

    @Test(arguments: Role.allCases)
    func aCompressibleMessageGetsShorter(_ role: Role) {
        var encoder = MessageEncoder(role: role, compression: Compression())
        let bytes = encoder.encoded(.text, Self.text)
        #expect(bytes[0] == 0xc1)
        #expect(bytes.count < 100)
        let outcome = receive(bytes, as: role.peer, compression: Compression())
        #expect(outcome.received == [.text(String(decoding: Self.text, as: UTF8.self))])
    }

    @Test func aMessageMayReferToThoseBeforeIt() {
        var keeping = MessageEncoder(role: .server, compression: Compression())
        var dropping = MessageEncoder(role: .server, compression: Compression(local: .init(keepsContext: false)))
        let first = (keeping.encoded(.text, Self.text).count, dropping.encoded(.text, Self.text).count)
        let second = (keeping.encoded(.text, Self.text).count, dropping.encoded(.text, Self.text).count)
        #expect(second.0 < first.0 && second.0 < 16)
        #expect(second.1 == first.1)
    }

    @Test func aShortMessageIsSentAsItIs() {
        var encoder = MessageEncoder(role: .server, compression: Compression(minimumSize: 100))
        let payload = [UInt8](repeating: 7, count: 99)
        #expect(encoder.encoded(.binary, payload) == WireFrame.binary(payload).bytes)
        #expect(encoder.encoded(.binary, payload + [7]).count < 20)
    }

    @Test func anEmptyMessageIsSentAsItIs() {
        var encoder = MessageEncoder(role: .server, compression: Compression(minimumSize: 0))
        #expect(encoder.encoded(.binary, []) == [0x82, 0x00])
    }

    /// Control frames are not compressed (RFC 7692 §6.1).
    @Test(arguments: [Opcode.ping, .pong])
    func aControlFrameIsSentAsItIs(_ opcode: Opcode) {
        var encoder = MessageEncoder(role: .server, compression: Compression())
        let payload = [UInt8](repeating: 7, count: 125)
        #expect(encoder.encoded(opcode, payload) == WireFrame(opcode: opcode.rawValue, payload: payload).bytes)
    }

    @Test func whatDoesNotGetShorterIsSentAsItIsAndTheContextStaysTrue() throws {
        var generator = SeededGenerator(seed: 3)
        let noise = generator.bytes(1_514)
        var encoder = MessageEncoder(role: .server, compression: Compression())
        var receiver = Receiver(role: .client, compression: Compression())
        var expected: [Received] = []
        for round in 0..<40 {
            let payload = round.isMultiple(of: 3) ? noise : Self.text
            let bytes = encoder.encoded(.binary, payload)
            if payload == noise { #expect(bytes == WireFrame.binary(noise).bytes) }
            try receiver.feed(bytes)
            expected.append(.binary(payload))
        }
        #expect(receiver.received == expected)
    }

    @Test func trafficThatDoesNotGetShorterIsTriedLessAndLess() {
        var generator = SeededGenerator(seed: 4)
        var encoder = MessageEncoder(role: .server, compression: Compression())
        for _ in 0..<64 { _ = encoder.encoded(.binary, generator.bytes(200)) }
        var waited = 0
        while encoder.encoded(.text, Self.text)[0] == 0x81, waited < 100 { waited += 1 }
        #expect(waited > 0)
        #expect(waited <= 64)
        #expect(encoder.encoded(.text, Self.text)[0] == 0xc1)
    }

    /// zlib cannot compress with a window of 256 bytes.
    @Test func withEightBitsEverythingIsSentAsItIs() {
        var encoder = MessageEncoder(role: .server, compression: Compression(local: .init(windowBits: 8)))
        #expect(encoder.encoded(.binary, Self.text) == WireFrame.binary(Self.text).bytes)
    }

    @Test(arguments: 9...15)
    func aWindowIsNeverLargerThanAgreed(_ bits: Int) throws {
        let side = Compression.Side(windowBits: bits)
        var encoder = MessageEncoder(role: .server, compression: Compression(local: side, memoryLevel: 9))
        var receiver = Receiver(role: .client, compression: Compression(remote: side))
        var generator = SeededGenerator(seed: bits)
        let block = generator.bytes(1 << (bits - 1))
        let payload = block + generator.bytes(1 << bits) + block + block + [UInt8](repeating: 0, count: 500)
        try receiver.feed(encoder.encoded(.binary, Array(payload.prefix(65_000))))
        #expect(receiver.received == [.binary(Array(payload.prefix(65_000)))])
    }
}
