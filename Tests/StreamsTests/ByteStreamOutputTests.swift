import Conformance
import Frame
import Queueing
import TLS
import TLSSupport
import Testing

@testable import Streams

/// What a stream holds that the socket has not taken, and what it tells of what has come.
@Suite struct ByteStreamOutputTests {
    private let sockets: SocketPair

    init() throws { sockets = try SocketPair() }

    private func plain() -> ByteStream {
        ByteStream(sockets.near, tls: nil, egressLimit: 1 << 20, on: ManualLoop())
    }

    /// A server's stream over TLS, and the client's session.
    private func secure() async throws -> (stream: ByteStream, client: TLSSession) {
        let dialogue = TLSDialogue(client: try .client(), server: try .server())
        try dialogue.shakeHands()
        let stream = ByteStream(sockets.near, tls: dialogue.server, egressLimit: 1 << 20, on: ManualLoop())
        #expect(try await stream.advanceHandshake())
        return (stream, dialogue.client)
    }

    private func queue(_ bytes: [UInt8], in stream: ByteStream) {
        #expect(bytes.withUnsafeBytes { stream.egress.append($0) })
    }

    @Test("At most 256 KiB are encrypted before the socket takes some", arguments: [(256, 1_024), (189, 1_388)])
    func encryption(size: Int, count: Int) async throws {
        let (stream, _) = try await secure()
        stream.cutRecords(by: .perMessage { _ in size })
        sockets.fill()
        for _ in 0..<2_000 { queue([UInt8](repeating: 7, count: size), in: stream) }
        #expect(try !stream.flush())
        #expect(stream.egress.count == size * (2_000 - count))
        #expect(stream.hasPendingOutput && stream.pendingOutputCount > size * 2_000)
    }

    @Test("What is sent at once goes out in order, all of it, in records or as it is", arguments: [0, 1, 40_000])
    func sending(count: Int) async throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let (stream, client) = try await secure()
        #expect(try bytes.withUnsafeBytes { try stream.send($0) })
        #expect(try client.decrypt(sockets.takeReceived()).plaintext == bytes)
        #expect(try bytes.withUnsafeBytes { try plain().send($0) })
        #expect(sockets.takeReceived() == bytes)
    }

    @Test("What the socket does not take is queued, and goes out later")
    func queueing() throws {
        let stream = plain()
        sockets.fill()
        #expect(try ![UInt8]([1, 2, 3]).withUnsafeBytes { try stream.send($0) })
        #expect(stream.pendingOutputCount == 3)
        _ = sockets.takeReceived()
        #expect(try ![UInt8]([4]).withUnsafeBytes { try stream.send($0) } == false)
        #expect(sockets.takeReceived() == [1, 2, 3, 4])
    }

    @Test("Nothing is pending in a new stream, and it has no memory")
    func nothing() throws {
        let stream = plain()
        #expect(!stream.hasPendingOutput && stream.pendingOutputCount == 0)
        #expect(stream.capacity == 0 && stream.trim() == 0)
        #expect(try stream.flush())
        #expect(!stream.mayHaveMore && !stream.isBehind && !stream.hasBeenAddressed)
    }

    @Test("What waits for encryption and what is encrypted is pending, and their memory is one")
    func pending() async throws {
        let (stream, _) = try await secure()
        #expect(!stream.hasPendingOutput)
        let before = stream.capacity
        queue([UInt8](repeating: 0, count: 10), in: stream)
        #expect(stream.hasPendingOutput && stream.pendingOutputCount == 10)
        #expect(stream.capacity == before + 4_096)
        sockets.fill()
        #expect(try !stream.flush())
        // A record has five bytes of header, one for its type and sixteen of a tag.
        #expect(stream.egress.isEmpty && stream.hasPendingOutput && stream.pendingOutputCount == 32)
        #expect(stream.trim() == 4_096)
        let rest = stream.capacity
        _ = sockets.takeReceived()
        #expect(try stream.flush())
        #expect(rest > 0 && !stream.hasPendingOutput && stream.trim() == rest && stream.capacity == 0)
    }

    @Test("A stream that is being opened counts for 64 KiB, and takes 16 KiB at once")
    func opening() {
        #expect(ByteStream.openingSize == 65_536 && ByteStream.openingBatch == 16_384)
    }

    @Test("Nothing has come where nothing was sent, plain or over TLS")
    func silence() async throws {
        for stream in [plain(), try await secure().stream] {
            guard case .nothing = stream.receive(behind: 0) else { return #expect(Bool(false), "something") }
            #expect(stream.takeArrival() == Arrival())
        }
    }

    @Test("What has come is told in bytes, records and bytes of plaintext")
    func arrival() throws {
        let stream = plain()
        #expect([UInt8]([1, 2, 3]).withUnsafeBytes { sockets.far.send($0) } == .bytes(3))
        guard case .bytes(3) = stream.receive(behind: 0) else { return #expect(Bool(false)) }
        let plain = stream.takeArrival()
        #expect([plain.wire, plain.records, plain.plaintext] == [3, 0, 3])
        let none = stream.takeArrival()
        #expect([none.wire, none.records, none.plaintext] == [0, 0, 0])
    }

    @Test("What comes with the end of TLS is received before the end")
    func end() async throws {
        let (stream, client) = try await secure()
        try [UInt8](repeating: 7, count: 3).withUnsafeBytes { try client.encrypt($0) }
        client.finishSending()
        let count = client.output.count
        #expect(sockets.far.send(client.output.pending) == .bytes(count))
        guard case .bytes(3) = stream.receive(behind: 0) else { return #expect(Bool(false), "not three bytes") }
        let arrival = stream.takeArrival()
        #expect([arrival.wire, arrival.records, arrival.plaintext] == [count, 2, 3])
        guard case .ended = stream.receive(behind: 0) else { return #expect(Bool(false), "not the end") }
    }
}
