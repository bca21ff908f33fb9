import Conformance
import Frame
import Glibc
import Queueing
import Streams
import TLS
import TLSSupport
import Testing
import WebSocket

@testable import Transports

/// What a stream holds that the socket has not taken, and what it tells of what has come.
@Suite struct ByteStreamOutputTests {
    /// A server's link over TLS, and the client's session.
    private func secure() async throws -> (HandMovedLink, TLSSession) {
        let dialogue = TLSDialogue(client: try .client(), server: try .server())
        try dialogue.shakeHands()
        let bench = try HandMovedLink(.server, tls: dialogue.server)
        #expect(try await bench.stream.advanceHandshake())
        return (bench, dialogue.client)
    }

    @Test("At most 256 KiB are encrypted before the socket takes some", arguments: [(256, 1_024), (189, 1_388)])
    func encryption(size: Int, count: Int) async throws {
        let (bench, _) = try await secure()
        let stream = bench.stream
        stream.recordPolicy = .messagePerRecord
        bench.fillSocket()
        let message = [0x82, 126, 0, UInt8(size - 4)] + [UInt8](repeating: 7, count: size - 4)
        for _ in 0..<2_000 { #expect(message.withUnsafeBytes { stream.egress.append($0) }) }
        #expect(try !stream.flush())
        #expect(stream.egress.count == size * (2_000 - count))
        #expect(stream.hasPendingOutput && stream.pendingOutputCount > size * 2_000)
        bench.end()
    }

    @Test("Nothing is pending in a new stream, and it has no memory")
    func nothing() throws {
        let bench = try HandMovedLink(.server)
        let stream = bench.stream
        #expect(!stream.hasPendingOutput && stream.pendingOutputCount == 0)
        #expect(stream.capacity == 0 && stream.trim() == 0)
        #expect(try stream.flush())
        #expect(!stream.mayHaveMore && !stream.isBehind && !stream.hasBeenAddressed)
        bench.end()
    }

    @Test("What waits for encryption and what is encrypted is pending, and their memory is one")
    func pending() async throws {
        let (bench, _) = try await secure()
        let stream = bench.stream
        #expect(!stream.hasPendingOutput)
        let before = stream.capacity
        #expect([UInt8](repeating: 0, count: 10).withUnsafeBytes { stream.egress.append($0) })
        #expect(stream.hasPendingOutput && stream.pendingOutputCount == 10)
        #expect(stream.capacity == before + 4_096)
        bench.fillSocket()
        #expect(try !stream.flush())
        // A record has five bytes of header, one for its type and sixteen of a tag.
        #expect(stream.egress.isEmpty && stream.hasPendingOutput && stream.pendingOutputCount == 32)
        #expect(stream.trim() == 4_096)
        let rest = stream.capacity
        _ = bench.takeReceived()
        #expect(try stream.flush())
        #expect(rest > 0 && !stream.hasPendingOutput && stream.trim() == rest && stream.capacity == 0)
        bench.end()
    }

    @Test("What has come is told in bytes, records and bytes of plaintext")
    func arrival() throws {
        let bench = try HandMovedLink(.server)
        #expect(write(bench.far, [1, 2, 3] as [UInt8], 3) == 3)
        guard case .bytes(3) = bench.stream.receive(behind: 0) else { return #expect(Bool(false)) }
        let plain = bench.stream.takeArrival()
        #expect([plain.wire, plain.records, plain.plaintext] == [3, 0, 3])
        let none = bench.stream.takeArrival()
        #expect([none.wire, none.records, none.plaintext] == [0, 0, 0])
        bench.end()
    }

    @Test("What comes with the end of TLS is received before the end")
    func end() async throws {
        let (bench, client) = try await secure()
        let stream = bench.stream
        try [UInt8](repeating: 7, count: 3).withUnsafeBytes { try client.encrypt($0) }
        client.finishSending()
        let bytes = Array(client.output.pending)
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        guard case .bytes(3) = stream.receive(behind: 0) else { return #expect(Bool(false), "not three bytes") }
        let arrival = stream.takeArrival()
        #expect([arrival.wire, arrival.records, arrival.plaintext] == [bytes.count, 2, 3])
        guard case .ended = stream.receive(behind: 0) else { return #expect(Bool(false), "not the end") }
        bench.end()
    }

    @Test("Plaintext that fills its room is complete, and the rest comes later")
    func room() throws {
        let dialogue = TLSDialogue(client: try .client(), server: try .server())
        try dialogue.shakeHands()
        for _ in 0..<3 { try [UInt8](repeating: 7, count: 100).withUnsafeBytes { try dialogue.client.encrypt($0) } }
        let bytes = Array(dialogue.client.output.pending)
        var counts: [Int] = []
        for (size, bytes) in [(100, bytes), (150, []), (150, []), (150, [])] {
            var plaintext = [UInt8](repeating: 0, count: size)
            let decrypted = try plaintext.withUnsafeMutableBytes { plaintext in
                try bytes.withUnsafeBytes { try dialogue.server.decrypt($0, into: plaintext) }
            }
            counts.append(decrypted.isBehind ? decrypted.count : -decrypted.count)
        }
        #expect(counts == [100, 150, -50, 0])
    }
}
