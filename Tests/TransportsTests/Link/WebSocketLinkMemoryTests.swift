import Conformance
import Frame
import Glibc
import Queueing
import Streams
import Testing
import WebSocket

@testable import Transports

/// What a link keeps of memory, and gives back.
@Suite struct WebSocketLinkMemoryTests {
    private static let leastReturn = 16 * 1_048_576

    @Test("What a full socket has wait counts, and no longer once it is taken")
    func counted() throws {
        let bench = try HandMovedLink(.server)
        let memory = bench.memory
        bench.fillSocket()
        _ = bench.send(1_024, messagesOf: 256)
        #expect(bench.link.outbound.isFull)
        #expect(memory.used == bench.stream.capacity && memory.used >= 262_144)
        _ = bench.takeReceived()
        while bench.stream.hasPendingOutput {
            bench.loop.makeReady(bench.near, for: .write)
            _ = bench.takeReceived()
        }
        #expect(memory.used == 0)
        bench.end()
    }

    @Test("A link that ends gives up what counts")
    func ended() throws {
        let bench = try HandMovedLink(.server)
        let memory = bench.memory
        bench.fillSocket()
        _ = bench.send(1_024, messagesOf: 256)
        #expect(memory.used > 0)
        bench.breakOff()
        #expect(bench.receiver.isOver)
        #expect(memory.used == 0)
    }

    @Test("More than 64 KiB is given back after a second, once for each time", arguments: [(256, 0), (257, 1)])
    func tidying(count: Int, timers: Int) throws {
        let bench = try HandMovedLink(.server)
        for _ in 0..<2 {
            for _ in 0..<2 {
                #expect(bench.send(count, messagesOf: 256) == count)
                bench.link.flush()
                #expect(bench.takeReceived() == 256 * count)
            }
            #expect((bench.stream.capacity > 65_536) == (timers > 0))
            #expect(bench.loop.advance(by: .milliseconds(999)) == 0)
            #expect(bench.loop.advance(by: .milliseconds(1)) == timers)
            #expect((bench.stream.capacity == 0) == (timers > 0))
        }
        bench.end()
    }

    @Test("A queue where nothing waits any more is given up after a second, and one where something waits is not")
    func queue() throws {
        let bench = try HandMovedLink(.server)
        bench.beginWaiting()
        _ = bench.send(10, messagesOf: 256)
        #expect(bench.link.outbound.trim() == 0)
        bench.takeReceived()
        bench.loop.makeReady(bench.near, for: .write)
        #expect(bench.takeReceived() == 10 + 2_560)
        #expect(bench.loop.nextDeadline == .seconds(1))
        bench.loop.advance(by: .seconds(1))
        #expect(bench.link.outbound.trim() == 0)
        bench.end()
    }

    @Test("What a link gives back counts towards what is returned to the system")
    func returned() throws {
        let memory = QueueMemory()
        let bench = try HandMovedLink(.server, memory: memory)
        #expect(bench.send(300, messagesOf: 256) == 300)
        bench.link.flush()
        let capacity = bench.stream.capacity
        #expect(capacity == 131_072)
        memory.freed(Self.leastReturn - capacity, on: bench.loop)
        #expect(bench.loop.advance(by: .seconds(1)) == 1)
        #expect(bench.loop.nextDeadline == .seconds(2))
        bench.end()
    }

    @Test("A link has 32 KiB itself", arguments: [(32_768, true), (32_769, false)])
    func own(missing: Int, isEnough: Bool) throws {
        let memory = QueueMemory()
        let bench = try HandMovedLink(.server, memory: memory)
        memory.freed(Self.leastReturn - missing, on: bench.loop)
        bench.breakOff()
        #expect(bench.loop.nextDeadline == (isEnough ? .seconds(1) : nil))
    }

    @Test("A queue that has to be given up with its link counts as well")
    func ownQueue() throws {
        let memory = QueueMemory()
        let bench = try HandMovedLink(.server, memory: memory)
        bench.beginWaiting()
        _ = bench.send(1, messagesOf: 256)
        // One block of the queue, and one in which the ping waits.
        memory.freed(Self.leastReturn - 32_768 - 4_096 - bench.stream.capacity, on: bench.loop)
        bench.breakOff()
        #expect(bench.loop.nextDeadline == .seconds(1))
    }
}
