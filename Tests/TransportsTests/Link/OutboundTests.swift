import Conformance
import Frame
import Glibc
import Queueing
import Streams
import Testing
import WebSocket

@testable import Transports

/// How much a server's link gathers before it asks the socket to take it.
@Suite struct OutboundTests {
    @Test(
        "Frames without a flush are gathered up to 256 KiB, and to 64 KiB where memory is short",
        arguments: [false, true])
    func batch(isShort: Bool) throws {
        let bench = try HandMovedLink(.server, memory: QueueMemory(budget: isShort ? 0 : 1))
        let count = isShort ? 256 : 1_024
        #expect(bench.send(count - 1, messagesOf: 256) == count - 1)
        #expect(bench.stream.egress.count == 256 * (count - 1))
        #expect(bench.takeReceived() == 0)
        #expect(bench.send(1, messagesOf: 256) == 1)
        #expect(bench.takeReceived() > 0)
        bench.end()
    }

    @Test("A full socket is fed with 16 KiB at once of what waits")
    func feeding() throws {
        let bench = try HandMovedLink(.server)
        let filled = bench.beginWaiting()
        #expect(bench.send(2_000, messagesOf: 256) == 2_000)
        var taken = bench.takeReceived(atMost: 65_536) - filled - 10
        bench.loop.makeReady(bench.near, for: .write)
        taken += bench.takeReceived()
        // What the socket has taken, and what it has left of the last helping.
        #expect(bench.stream.egress.count > 0)
        #expect((taken + bench.stream.egress.count) % 16_384 == 0)
        #expect(bench.receiver.drops == [])
        bench.end()
    }

    @Test(
        "A message of 16 KiB goes from where it waits to the socket, and a shorter one is put with others",
        arguments: [0, 1])
    func straight(missing: Int) throws {
        let bench = try HandMovedLink(.server)
        bench.beginWaiting()
        #expect(bench.send(1, messagesOf: 16_384 - missing) == 1)
        bench.takeReceived()
        bench.loop.makeReady(bench.near, for: .write)
        #expect(bench.takeReceived() == 10 + 16_384 - missing)
        // The ping has taken the least that there is.
        #expect((bench.stream.egress.capacity == 4_096) == (missing == 0))
        bench.end()
    }

    @Test("The egress queue takes 1 MiB")
    func egress() throws {
        let bench = try HandMovedLink(.server)
        #expect(bench.stream.egress.room(for: 1_048_577) == nil)
        #expect(bench.stream.egress.room(for: 1_048_576) != nil)
        bench.end()
    }

    @Test("A frame has 14 bytes at least, and is sent until the link closes")
    func refusals() throws {
        let bench = try HandMovedLink(.server)
        let (runt, least) = ([UInt8](repeating: 2, count: 13), [UInt8](repeating: 2, count: 14))
        #expect(bench.link.send(runt.span.bytes) == false)
        #expect(bench.link.send(least.span.bytes) == true)
        bench.link.close()
        #expect(bench.link.send(least.span.bytes) == false)
        bench.end()
    }

    @Test("A server's messages are not masked, and a client's are", arguments: [Role.server, .client])
    func masks(role: Role) throws {
        let bench = try HandMovedLink(role)
        _ = bench.send(1, messagesOf: 16)
        bench.link.flush()
        #expect(bench.takeReceived() == (role == .server ? 16 : 20))
        bench.end()
    }

    @Test("A link that closes waits a second for the answer")
    func farewell() throws {
        let bench = try HandMovedLink(.server)
        bench.link.close()
        #expect(bench.takeReceived() == 4)
        #expect(bench.loop.nextDeadline == .seconds(1))
        #expect(!bench.link.isReleased)
        bench.loop.advance(by: .seconds(1))
        #expect(bench.link.isReleased && bench.loop.nextDeadline == nil)
        close(bench.far)
    }

    @Test("Pings come a tenth earlier or later than every minute")
    func pings() throws {
        for _ in 0..<60 {
            let bench = try HandMovedLink(.server)
            let deadline = try #require(bench.loop.nextDeadline)
            #expect(deadline >= .seconds(54) && deadline <= .seconds(66))
            bench.end()
        }
    }

    @Test("An answer that was asked for is told once")
    func echo() throws {
        let bench = try HandMovedLink(.server)
        var answers = 0
        bench.link.ping { answers += 1 }
        var ping = [UInt8](repeating: 0, count: 64)
        #expect(read(bench.far, &ping, ping.count) == 10)
        #expect(ping.prefix(2) == [0x89, 8])
        let other: [UInt8] = [0x8a, 0x80, 0, 0, 0, 0]
        let pong = [0x8a, 0x88, 0, 0, 0, 0] + ping[2..<10]
        for (message, count) in [(other, 0), (pong, 1), (pong, 1)] {
            #expect(write(bench.far, message, message.count) == message.count)
            bench.loop.makeReady(bench.near, for: .read)
            #expect(answers == count)
        }
        bench.end()
    }
}
