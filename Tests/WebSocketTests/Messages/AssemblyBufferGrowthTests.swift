import Testing

@testable import WebSocket

@Suite struct AssemblyBufferGrowthTests {
    private func append(_ bytes: [UInt8], to buffer: inout AssemblyBuffer) throws(ProtocolError) {
        try bytes.withUnsafeBytes { bytes throws(ProtocolError) in try buffer.append(bytes) }
    }

    @Test func beginsEmpty() {
        let buffer = AssemblyBuffer(limit: 10)
        #expect(buffer.count == 0)
        #expect(Array(buffer.bytes) == [])
    }

    @Test func putsFragmentsBehindEachOther() throws {
        var buffer = AssemblyBuffer(limit: 5)
        try append([1, 2], to: &buffer)
        try append([], to: &buffer)
        try append([3, 4, 5], to: &buffer)
        #expect(buffer.count == 5)
        #expect(Array(buffer.bytes) == [1, 2, 3, 4, 5])
        buffer.removeAll()
        #expect(buffer.count == 0)
        try append([6], to: &buffer)
        #expect(Array(buffer.bytes) == [6])
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

    @Test func growsToWhatALongFragmentNeeds() throws {
        var buffer = AssemblyBuffer(limit: 1_000_000)
        try append([UInt8](repeating: 7, count: 9_000), to: &buffer)
        #expect(buffer.room.count == 9_000)
        #expect(buffer.bytes.allSatisfy { $0 == 7 })
    }
}
