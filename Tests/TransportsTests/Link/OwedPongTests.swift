import CLinux
import Conformance
import Frame
import Glibc
import Streams
import Testing
import WebSocket

@testable import Transports

/// What becomes of a peer's pings.
@Suite struct OwedPongTests {
    private let bench: HandMovedLink

    init() throws { bench = try HandMovedLink(.client) }

    /// Receives numbered pings as a server sends them, many at once.
    private func receive(_ numbers: Range<Int>) {
        let pings = numbers.flatMap { number -> [UInt8] in [0x89, 2, UInt8(number >> 8), UInt8(number & 0xff)] }
        #expect(write(bench.far, pings, pings.count) == pings.count)
        bench.loop.makeReady(bench.near, for: .read)
    }

    /// The numbers in the answers that have been sent.
    private func takeAnswers() -> [Int] {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var answers: [UInt8] = []
        while case let count = read(bench.far, &bytes, bytes.count), count > 0 { answers += bytes.prefix(count) }
        // A header, a key and two bytes.
        return stride(from: 0, to: answers.count, by: 8).map { start in
            #expect(answers[start] == 0x8a)
            let payload = (6...7).map { Int(answers[start + $0] ^ answers[start + $0 - 4]) }
            return payload[0] << 8 | payload[1]
        }
    }

    @Test func eachIsAnsweredInOrder() {
        receive(0..<15)
        #expect(takeAnswers() == Array(0..<15))
        bench.end()
    }

    @Test func ofVeryManyAtOnceTheFirstAreAnsweredAndTheNewest() {
        receive(0..<10_000)
        let answers = takeAnswers()
        #expect(answers.count < 1_000)
        #expect(answers.dropLast() == Array(0..<answers.count - 1)[...])
        #expect(answers.last == 9_999)
        receive(0..<3)
        #expect(takeAnswers() == [0, 1, 2])
        bench.end()
    }

    /// A pong of 121 bytes is a message of 127, with which another one is answered at once, and no third.
    @Test(arguments: [(121, 3), (122, 2)]) func answersWhileLessThan128BytesArePending(size: Int, count: Int) {
        let pings = [size, 0, 0, 2].flatMap { size in [0x89, UInt8(size)] + [UInt8](repeating: 0, count: size) }
        #expect(write(bench.far, pings, pings.count) == pings.count)
        bench.loop.makeReady(bench.near, for: .read)
        // A header and a key for each.
        #expect(bench.takeReceived() == size + 2 + 6 * count)
        bench.end()
    }

    @Test func whoTakesNoAnswersGetsOneOnceHeDoes() {
        // Unread until the socket is full.
        let frame = [UInt8](repeating: 7, count: 60_000)
        while !bench.link.outbound.isFull {
            let isTaken = bench.link.send(frame.span.bytes)
            #expect(isTaken)
            bench.link.flush()
        }
        let before = bench.stream.pendingOutputCount
        for start in 0..<100 { receive(start * 100..<start * 100 + 100) }
        #expect(bench.stream.pendingOutputCount <= before + 256)
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var last: [UInt8] = []
        for _ in 0..<20 {
            while case let count = read(bench.far, &bytes, bytes.count), count > 0 { last = Array(bytes.prefix(count)) }
            bench.loop.makeReady(bench.near, for: .write)
        }
        let answer = Array(last.suffix(8))
        #expect(answer.first == 0x8a)
        #expect([answer[6] ^ answer[2], answer[7] ^ answer[3]] == [9_999 >> 8, 9_999 & 0xff])
        bench.end()
    }
}
