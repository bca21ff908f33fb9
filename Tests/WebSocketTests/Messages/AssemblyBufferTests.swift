import Testing

@testable import WebSocket

@Suite struct AssemblyBufferTests {
    /// - Returns: why not, if the buffer refuses them.
    private func append(_ bytes: [UInt8], to buffer: inout AssemblyBuffer) -> ProtocolError? {
        bytes.withUnsafeBytes { bytes in
            do throws(ProtocolError) { try buffer.append(bytes) } catch { return error }
            return nil
        }
    }

    private func append(_ count: Int, to buffer: inout AssemblyBuffer) -> ProtocolError? {
        append([UInt8](repeating: UInt8(truncatingIfNeeded: count), count: count), to: &buffer)
    }

    @Test func beginsEmpty() {
        let buffer = AssemblyBuffer(limit: 10)
        #expect(buffer.count == 0)
        #expect(Array(buffer.bytes) == [])
    }

    @Test func putsFragmentsBehindEachOther() {
        var buffer = AssemblyBuffer(limit: 5)
        #expect(append([1, 2], to: &buffer) == nil)
        #expect(append([], to: &buffer) == nil)
        #expect(append([3, 4, 5], to: &buffer) == nil)
        #expect(buffer.count == 5)
        #expect(Array(buffer.bytes) == [1, 2, 3, 4, 5])
        buffer.removeAll()
        #expect(buffer.count == 0)
        #expect(append([6], to: &buffer) == nil)
        #expect(Array(buffer.bytes) == [6])
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

    @Test func hasRoomUpToTheLimitAndNotBeyond() {
        var buffer = AssemblyBuffer(limit: 10_000)
        #expect(buffer.room.count == 4096)
        buffer.room[0] = 1
        buffer.commit(1)
        #expect(buffer.room.count == 4095)
        buffer.commit(4095)
        #expect(buffer.room.count == 4096)
        buffer.commit(4096)
        #expect(buffer.room.count == 1808)
        buffer.commit(1808)
        #expect(buffer.room.isEmpty)
        #expect(buffer.count == 10_000)
        #expect(buffer.bytes[0] == 1)
    }

    @Test("what fits is not moved", arguments: [4_096, 10_000])
    func staysWhereItIs(limit: Int) {
        var buffer = AssemblyBuffer(limit: limit)
        #expect(append(limit - 1, to: &buffer) == nil)
        buffer.removeAll()
        #expect(append(1, to: &buffer) == nil)
        let place = buffer.bytes.baseAddress
        let room = buffer.room.count
        #expect(append(room - 1, to: &buffer) == nil)
        #expect(append(1, to: &buffer) == nil)
        #expect(append(0, to: &buffer) == nil)
        #expect(buffer.bytes.baseAddress == place)
        buffer.removeAll()
        #expect(append(limit, to: &buffer) == nil)
        let end = buffer.bytes.baseAddress
        let isFull = buffer.room.isEmpty
        #expect(isFull)
        #expect(buffer.bytes.baseAddress == end)
    }

    @Test func growsToWhatALongFragmentNeeds() {
        var buffer = AssemblyBuffer(limit: 1_000_000)
        #expect(append(9_000, to: &buffer) == nil)
        #expect(buffer.room.count == 9_000)
        #expect(buffer.bytes.allSatisfy { $0 == UInt8(truncatingIfNeeded: 9_000) })
    }
}
