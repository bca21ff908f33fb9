import Conformance
import Frame
import Testing

@testable import Streams

/// A stream that is read from while it is opened.
@Suite(.timeLimit(.minutes(1))) @MainActor struct ByteStreamReadingTests {
    @Test("What has come is read at once, and what comes behind it when others have had their turn")
    func turns() async throws {
        let (pair, loop) = (try SocketPair(), ManualLoop())
        let near = pair.near.descriptor
        let stream = ByteStream(pair.near, tls: nil, egressLimit: 0, on: loop)
        var bytes: [UInt8] = []
        #expect(Array("ab".utf8).withUnsafeBytes { pair.far.send($0) } == .bytes(2))
        #expect(try await stream.read(into: &bytes))
        #expect(bytes == Array("ab".utf8) && loop.interest(in: near) == nil)
        #expect(Array("cd".utf8).withUnsafeBytes { pair.far.send($0) } == .bytes(2))
        let reading = Task { @MainActor in
            var more: [UInt8] = []
            let isOpen = try await stream.read(into: &more)
            return (isOpen, more)
        }
        while loop.interest(in: near) != .read { await Task.yield() }
        #expect(loop.makeReady(near, for: .read))
        let (isOpen, more) = try await reading.value
        #expect(isOpen && more == Array("cd".utf8))
    }
}
