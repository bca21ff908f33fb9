import TestSupport
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

    /// After each attempt that fails twice as many messages are let pass, up to 64; after one that succeeds, one.
    @Test(arguments: [(1, 1), (3, 2), (6, 4), (11, 8), (20, 16), (37, 32), (70, 64), (135, 64)])
    func trafficThatDoesNotGetShorterIsTriedLessAndLess(_ count: Int, _ pause: Int) {
        var generator = SeededGenerator(seed: 4)
        var encoder = MessageEncoder(role: .server, compression: Compression())
        for _ in 0..<count { _ = encoder.encoded(.binary, generator.bytes(200)) }
        for _ in 0..<pause { #expect(encoder.encoded(.text, Self.text)[0] == 0x81) }
        for _ in 0..<3 { #expect(encoder.encoded(.text, Self.text)[0] == 0xc1) }
        _ = encoder.encoded(.binary, generator.bytes(200))
        #expect(encoder.encoded(.text, Self.text)[0] == 0x81)
        #expect(encoder.encoded(.text, Self.text)[0] == 0xc1)
    }

    /// The four bytes of a flush are not sent (RFC 7692 §7.2.1), and one byte less than the message is shorter.
    @Test func aMessageIsCompressedAsSoonAsItGetsShorter() throws {
        var generator = SeededGenerator(seed: 5)
        let noise = generator.bytes(200)
        let sizes = (0..<100).map { zeros in
            var encoder = MessageEncoder(role: .server, compression: Compression())
            let bytes = encoder.encoded(.binary, noise + [UInt8](repeating: 0, count: zeros))
            return (isCompressed: bytes[0] == 0xc2, saved: 4 + noise.count + zeros - bytes.count)
        }
        #expect(sizes.first?.isCompressed == false)
        #expect(try #require(sizes.first { $0.isCompressed }).saved == 5)
    }

    @Test("By default zlib takes 2^14 + 2^14 bytes, and messages of 64 bytes or more are compressed")
    func defaults() {
        let compression = Compression()
        #expect(compression.local == .init(windowBits: 12, keepsContext: true))
        #expect(compression.remote == .init(windowBits: 15, keepsContext: true))
        #expect([compression.level, compression.memoryLevel, compression.minimumSize] == [6, 5, 64])
    }

    @Test(arguments: 1...9)
    func everyLevelOfZlibMayBeAskedFor(_ level: Int) throws {
        for compression in [Compression(level: level, memoryLevel: 10 - level), Compression(level: level)] {
            var encoder = MessageEncoder(role: .server, compression: compression)
            let outcome = receive(encoder.encoded(.binary, Self.text), as: .client, compression: Compression())
            #expect(outcome.received == [.binary(Self.text)])
        }
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
        var another = MessageEncoder(role: .server, compression: Compression(local: side))
        #expect(another.encoded(.text, Self.text)[0] == 0xc1)
    }
}
