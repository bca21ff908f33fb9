import Testing

@testable import HTTP
@testable import WebSocket

/// What a program must not ask for ends it, as seen in processes of their own.
@Suite struct CallerMistakeTests {
    @Test func `a control frame holds 125 bytes, and one of 126 is a mistake`() async {
        await #expect(processExitsWith: .success) { Self.encode(.ping, byteCount: 125) }
        await #expect(processExitsWith: .failure) { Self.encode(.ping, byteCount: 126) }
    }

    @Test func `no message is sent in fragments`() async {
        await #expect(processExitsWith: .failure) { Self.encode(.continuation, byteCount: 1) }
    }

    @Test func `a message may have 1 GiB, and more, or less than nothing, is a mistake`() async {
        _ = MessageDecoder(role: .server, limits: Limits(maximumMessageSize: 1_073_741_824))
        _ = MessageDecoder(role: .server, limits: Limits(maximumMessageSize: 0))
        await #expect(processExitsWith: .failure) {
            _ = MessageDecoder(role: .server, limits: Limits(maximumMessageSize: 1_073_741_825))
        }
        await #expect(processExitsWith: .failure) {
            _ = MessageDecoder(role: .server, limits: Limits(maximumMessageSize: -1))
        }
    }

    @Test func `a window has 8 to 15 bits, and others are a mistake`() async {
        for bits in 8...15 { #expect(Compression.Side(windowBits: bits).windowBits == bits) }
        await #expect(processExitsWith: .failure) { _ = Compression.Side(windowBits: 7) }
        await #expect(processExitsWith: .failure) { _ = Compression.Side(windowBits: 16) }
    }

    @Test func `zlib's levels are 1 to 9, for effort and for memory, and others are a mistake`() async {
        for level in 1...9 {
            let compression = Compression(level: level, memoryLevel: 10 - level)
            #expect(compression.level == level && compression.memoryLevel == 10 - level)
        }
        await #expect(processExitsWith: .failure) { _ = Compression(level: 0) }
        await #expect(processExitsWith: .failure) { _ = Compression(level: 10) }
        await #expect(processExitsWith: .failure) { _ = Compression(memoryLevel: 0) }
        await #expect(processExitsWith: .failure) { _ = Compression(memoryLevel: 10) }
    }

    @Test func `what is masked needs as much room as it has, and less is a mistake`() async {
        await #expect(processExitsWith: .success) { Self.mask(8, into: 8) }
        await #expect(processExitsWith: .failure) { Self.mask(8, into: 7) }
    }

    @Test func `a frame's header needs as much room as it has, and less is a mistake`() async {
        await #expect(processExitsWith: .success) { Self.writeHeader(into: 6) }
        await #expect(processExitsWith: .failure) { Self.writeHeader(into: 5) }
    }

    private static func encode(_ opcode: Opcode, byteCount: Int) {
        var encoder = MessageEncoder(role: .server)
        let payload = [UInt8](repeating: 7, count: byteCount)
        withUnsafeTemporaryAllocation(byteCount: 200, alignment: 8) {
            _ = encoder.encode(opcode, payload.span.bytes, maskingKey: 0, into: $0)
        }
    }

    private static func mask(_ byteCount: Int, into room: Int) {
        let bytes = [UInt8](repeating: 7, count: byteCount)
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { memory in
            let place = UnsafeMutableRawBufferPointer(rebasing: memory[..<room])
            bytes.withUnsafeBytes { Masking.copy(from: $0, to: place, key: 1) }
        }
    }

    private static func writeHeader(into room: Int) {
        let header = FrameHeader(opcode: .binary, maskingKey: 1, payloadLength: 1)
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { memory in
            _ = header.write(into: UnsafeMutableRawBufferPointer(rebasing: memory[..<room]))
        }
    }
}
