import Conformance
import Frame
import SwitchingSupport
import TestSupport
import Testing

@testable import Switching

@Suite struct TrunkFlowTests {
    /// A frame with a number in it, which tells when it was sent.
    private func numbered(_ number: Int, from source: MACAddress, byteCount: Int = 60) -> [UInt8] {
        var bytes = frame(to: .station(100), from: source, byteCount: byteCount)
        bytes.replaceSubrange(14..<22, with: withUnsafeBytes(of: UInt64(number)) { Array($0) })
        return bytes
    }

    private func numbers(_ frames: [[UInt8]], from source: MACAddress) -> [UInt64] {
        let header = frame(to: .station(100), from: source)[..<12]
        return frames.filter { $0[..<12] == header }.map { frame in
            frame.span.bytes.unsafeLoadUnaligned(fromByteOffset: 14, as: UInt64.self)
        }
    }

    @Test func `a flow keeps its order, while addresses are unknown, learned and forgotten`() {
        let bench = StackBench(4)
        let sink = bench.tunnel(on: 0)
        let sources = (1...3).map { bench.tunnel(on: $0) }
        var generator = SeededGenerator(seed: 7)
        var counts = [0, 0, 0]
        for round in 0..<2000 {
            let index = Int.random(in: 0..<3, using: &generator)
            let source = MACAddress.station(UInt64(index + 1))
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let bytes = numbered(counts[index], from: source, byteCount: .random(in: 60...3000, using: &generator))
                sources[index].receiver?.received(bytes.span.bytes)
                counts[index] += 1
            }
            sources[index].receiver?.drained()
            if round % 50 == 10 { sink.deliver(frame(to: .broadcast, from: .station(100))) }
            if round % 50 == 40 { for loop in bench.loops { loop.advance(by: .seconds(301)) } }
            bench.loops[Int.random(in: 0..<4, using: &generator)].runJobs()
        }
        bench.settle()
        for index in 0..<3 {
            let numbers = numbers(sink.frames, from: .station(UInt64(index + 1)))
            #expect(numbers == (0..<UInt64(counts[index])).map { $0 })
        }
    }

    @Test func `a batch wakes the other loop once`() {
        let bench = StackBench(2)
        let (near, far) = (bench.tunnel(on: 0), bench.tunnel(on: 1))
        for _ in 0..<3 {
            for number in 0..<50 { near.receiver?.received(numbered(number, from: .station(1)).span.bytes) }
            near.receiver?.drained()
        }
        #expect(bench.settle() == [0, 1])
        #expect(far.sent.count == 150)
        #expect(far.flushCount == 1)
    }

    @Test func `nothing arrives before the batch is over`() {
        let bench = StackBench(2)
        let (near, far) = (bench.tunnel(on: 0), bench.tunnel(on: 1))
        near.receiver?.received(numbered(0, from: .station(1)).span.bytes)
        bench.settle()
        #expect(far.sent.isEmpty)
        near.receiver?.drained()
        bench.settle()
        #expect(far.sent.count == 1)
    }

    @Test func `what finds no room in the mailbox is dropped and counted, and costs nobody else`() {
        let bench = StackBench(3, mailboxCapacity: 256 * 1024)
        let (near, far, third) = (bench.tunnel(on: 0), bench.tunnel(on: 1), bench.tunnel(on: 2))
        let long = numbered(0, from: .station(1), byteCount: 65_000)
        for _ in 0..<10 {
            near.deliver(long)
            bench.loops[2].runJobs()
        }
        bench.settle()
        #expect(far.sent.count == 4)
        #expect(third.sent.count == 10)
        #expect(bench.trunks(of: 0).map { $0.counters.drops[.queueFull] } == [6, 0])
        #expect(bench.trunks(of: 0).map(\.counters.transmitted.frames) == [4, 10])
        near.deliver(long)
        bench.settle()
        #expect(far.sent.count == 5)
    }

    @Test func `a long queue is taken in several turns, each flushed`() {
        let bench = StackBench(2)
        let (near, far) = (bench.tunnel(on: 0), bench.tunnel(on: 1))
        for number in 0..<15 { near.deliver(numbered(number, from: .station(1), byteCount: 65_000)) }
        let turns = bench.settle()[1]
        #expect(turns == 3)
        #expect(far.flushCount == turns)
        #expect(numbers(far.frames, from: .station(1)) == Array(0..<15))
    }

    @Test func `256 KiB are taken in a turn, with what stands in front of each frame`() {
        let bench = StackBench(2)
        let (near, far) = (bench.tunnel(on: 0), bench.tunnel(on: 1))
        var counts: [Int] = []
        far.onFlush = { counts.append(far.sent.count) }
        // One word about the address, and 64 bytes for each frame.
        for number in 0..<9_000 {
            near.receiver?.received(numbered(number, from: .station(1), byteCount: 32).span.bytes)
        }
        near.receiver?.drained()
        bench.settle()
        #expect(counts == [4_096, 8_192, 9_000])
        #expect(far.sent.count == 9_000)
        far.onFlush = {}
    }

    @Test func `a switch that has left the stack gets nothing more`() {
        let bench = StackBench(2)
        let (near, far) = (bench.tunnel(on: 0), bench.tunnel(on: 1))
        bench.fabrics[1].leaveStack()
        near.deliver(numbered(0, from: .station(1)))
        bench.settle()
        #expect(far.sent.isEmpty)
    }
}
