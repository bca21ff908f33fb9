import Testing

@testable import WebSocket

@Suite struct AssemblyBufferTests {
    /// - Returns: why not, if the buffer refuses them.
    private func append(_ count: Int, to buffer: inout AssemblyBuffer) -> ProtocolError? {
        [UInt8](repeating: UInt8(truncatingIfNeeded: count), count: count).withUnsafeBytes { bytes in
            do throws(ProtocolError) { try buffer.append(bytes) } catch { return error }
            return nil
        }
    }

    @Test("fragments are put together up to the limit", arguments: [1, 4_095, 4_096, 4_097, 65_553])
    func fills(limit: Int) {
        var buffer = AssemblyBuffer(limit: limit)
        #expect(append(limit - 1, to: &buffer) == nil)
        #expect(append(1, to: &buffer) == nil)
        #expect(buffer.count == limit)
        let last = buffer.bytes.last
        #expect(last == 1)
        let isFull = buffer.room.isEmpty
        #expect(isFull)
    }

    @Test("what the limit does not allow is refused, and nothing of it is taken", arguments: [0, 1, 4_096, 65_553])
    func refuses(limit: Int) {
        var buffer = AssemblyBuffer(limit: limit)
        #expect(append(limit + 1, to: &buffer) == .messageTooBig)
        #expect(buffer.count == 0)
        #expect(append(limit, to: &buffer) == nil)
        #expect(append(1, to: &buffer) == .messageTooBig)
        #expect(buffer.count == limit)
    }
}
