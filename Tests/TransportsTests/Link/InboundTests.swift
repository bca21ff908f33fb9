import Conformance
import Frame
import Glibc
import Streams
import Testing
import WebSocket

@testable import Transports

/// More frames at once than may be dealt with in one turn.
@Suite struct InboundTests {
    private let bench: HandMovedLink

    init() throws {
        bench = try HandMovedLink(.client)
        bench.loop.letHandlersTake(.seconds(1))
    }

    /// Receives frames of these sizes, all at once.
    private func receive(_ sizes: Range<Int>, and rest: [UInt8] = []) {
        let bytes =
            sizes.flatMap { size -> [UInt8] in [0x82, UInt8(size)] + [UInt8](repeating: 7, count: size) } + rest
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
    }

    private func nextTurn() { bench.loop.advance(by: .zero) }

    @Test func theRestIsForOtherTurnsInItsOrder() {
        receive(20..<60, and: [0x82, 14])
        #expect(bench.receiver.sizes == Array(20..<36))
        nextTurn()
        #expect(bench.receiver.sizes == Array(20..<60))
        // The frame that had not all arrived.
        let last = [UInt8](repeating: 7, count: 14)
        #expect(write(bench.far, last, last.count) == last.count)
        bench.loop.makeReady(bench.near, for: .read)
        #expect(bench.receiver.sizes.last == 14)
        bench.end()
    }

    @Test func nothingIsReceivedBeforeTheRestIsDealtWith() {
        receive(20..<40)
        receive(40..<45)
        #expect(bench.receiver.sizes == Array(20..<40))
        bench.loop.makeReady(bench.near, for: .read)
        #expect(bench.receiver.sizes == Array(20..<45))
        bench.end()
    }

    @Test func theRestWaitsForThePauseToEnd() {
        receive(20..<40)
        bench.link.pauseReceiving(for: .milliseconds(5))
        nextTurn()
        #expect(bench.receiver.sizes.count == 16)
        bench.loop.advance(by: .milliseconds(5))
        #expect(bench.receiver.sizes == Array(20..<40))
        bench.end()
    }

    @Test func anEndBehindTheRestIsFoundThere() {
        receive(20..<60, and: [0x88, 0])
        #expect(!bench.receiver.isOver)
        nextTurn()
        #expect(bench.receiver.sizes == Array(20..<60))
        #expect(bench.receiver.isOver)
        close(bench.far)
    }

    @Test func messagesThatHaveToBeDecompressedAreTakenOneByOne() throws {
        let bench = try HandMovedLink(.client, compression: Compression())
        bench.loop.letHandlersTake(.seconds(1))
        var encoder = MessageEncoder(role: .server, compression: Compression())
        var bytes: [UInt8] = []
        for size in 500..<503 {
            let payload = [UInt8](repeating: 7, count: size)
            var message = [UInt8](repeating: 0, count: 600)
            let count = message.withUnsafeMutableBytes {
                encoder.encode(.binary, payload.span.bytes, maskingKey: 0, into: $0)
            }
            #expect(count < 100)
            bytes += message.prefix(count)
        }
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
        #expect(bench.receiver.sizes == [500])
        bench.loop.advance(by: .zero)
        #expect(bench.receiver.sizes == [500, 501, 502])
        bench.end()
    }

    @Test(
        "Short frames may take 80 µs, and long ones 400 µs",
        arguments: [
            (100, 80_000, true), (100, 80_001, false), (1_024, 400_000, true), (1_024, 400_001, false),
            (1_000, 80_001, false),
        ])
    func patience(size: Int, nanoseconds: Int, isAllTaken: Bool) {
        bench.loop.letHandlersTake(.nanoseconds(nanoseconds))
        let message = [0x82, 126, UInt8(size >> 8), UInt8(size & 0xff)] + [UInt8](repeating: 7, count: size)
        let bytes = (0..<40).flatMap { _ in size < 126 ? [0x82, UInt8(size)] + message.dropFirst(4) : message }
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
        #expect(bench.receiver.sizes.count == (isAllTaken ? 40 : 16))
        nextTurn()
        #expect(bench.receiver.sizes.count == 40)
        bench.end()
    }

    @Test func theNextHelpingIsHalfAsLargeWhereShortFramesTakeTooLong() {
        bench.loop.letHandlersTake(.microseconds(60))
        let message = [0x82, 100] + [UInt8](repeating: 7, count: 100)
        let bytes = (0..<100).flatMap { _ in message }
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
        bench.loop.letHandlersTake(.zero)
        #expect(write(bench.far, bytes, bytes.count) == bytes.count)
        bench.loop.makeReady(bench.near, for: .read)
        #expect(bench.receiver.sizes.count == 150)
        bench.end()
    }
}
