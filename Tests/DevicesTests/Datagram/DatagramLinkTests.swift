import CLinux
import Devices
import Frame
import Glibc
import Reactor
import Testing

@Suite("Datagram link", .timeLimit(.minutes(1)))
struct DatagramLinkTests {
    private let loop: EpollLoop
    private let pair: SocketPair

    init() throws {
        loop = try EpollLoop()
        pair = try SocketPair()
    }

    private func bench(_ pair: SocketPair? = nil, longestFrame: Int = FrameSize.maximum) async -> Bench {
        let link = DatagramLink(
            owning: (pair ?? self.pair).takeNear(),
            name: "test:1",
            longestFrame: longestFrame,
            on: loop
        )
        return await Bench(link, on: loop)
    }

    @Test("one read is one frame, and drained follows a batch")
    func reading() async throws {
        pair.write(frame(60))
        pair.write(frame(1514))
        let bench = await bench()
        #expect(await bench.next(3) == [.frame(frame(60)), .frame(frame(1514)), .drained])
        await bench.close()
    }

    @Test("reads a bounded batch, then lets the loop turn to others")
    func batch() async throws {
        // An unread Unix datagram socket takes about ten; a sequenced one as much as its buffer holds.
        let pair = try SocketPair(SOCK_SEQPACKET)
        for _ in 0..<100 { pair.write(frame(60)) }
        let bench = await bench(pair)
        let events = await bench.next(102)
        #expect(events.firstIndex(of: .drained) == 64)
        #expect(events.count { $0 == .drained } == 2)
        #expect(events.last == .drained)
        await bench.close()
    }

    @Test("what is shorter than a header is dropped as a runt", arguments: [0, 1, 13])
    func runt(size: Int) async throws {
        pair.write(frame(size))
        pair.write(frame(14))
        let bench = await bench()
        #expect(await bench.next(3) == [.dropped(.runt), .frame(frame(14)), .drained])
        await bench.close()
    }

    @Test("what is longer than any frame is dropped as oversized")
    func oversized() async throws {
        pair.write(frame(FrameSize.maximum))
        pair.write(frame(FrameSize.maximum + 1))
        let bench = await bench()
        #expect(await bench.next(3) == [.frame(frame(FrameSize.maximum)), .dropped(.oversized), .drained])
        await bench.close()
    }

    @Test("one send is one write")
    func sending() async throws {
        let bench = await bench()
        #expect(await bench.send(frame(60)))
        #expect(await bench.send(frame(FrameSize.maximum)))
        await bench.flush()
        #expect(pair.read() == frame(60))
        #expect(pair.read() == frame(FrameSize.maximum))
        #expect(pair.read() == nil)
        await bench.close()
    }

    @Test("refuses what is no frame, or longer than it may be", arguments: [0, 13, 1519, FrameSize.maximum + 1])
    func refused(size: Int) async throws {
        let bench = await bench(longestFrame: 1518)
        #expect(await !bench.send(frame(size)))
        #expect(await bench.send(frame(1518)))
        #expect(pair.read() == frame(1518))
        await bench.close()
    }

    @Test("refuses a super-frame, which it cannot segment")
    func superFrame() async throws {
        let bench = await bench()
        #expect(await !bench.send(frame(4000), Offload(segmentation: .tcp4, segmentSize: 1448)))
        #expect(await !bench.send(frame(60), Offload(needsChecksum: true)))
        #expect(await bench.send(frame(60), Offload(isChecksumValid: true)))
        await bench.close()
    }

    @Test("drops what the kernel has no room for, and goes on when it has")
    func full() async throws {
        let bench = await bench()
        var taken = 0
        while await bench.send(frame(1514)) { taken += 1 }
        #expect(taken > 0)
        for _ in 0..<taken { #expect(pair.read() == frame(1514)) }
        #expect(await bench.send(frame(60)))
        #expect(pair.read() == frame(60))
        await bench.close()
    }

    @Test("a peer that has gone costs frames, not a link without a connection")
    func absentPeer() async throws {
        let bench = await bench()
        pair.closeFar()
        // A child on its way into another program may hold the far end open for a moment.
        #expect(await eventually { await !bench.send(frame(60)) })
        #expect(await !bench.send(frame(60)))
        await bench.close()
        #expect(await bench.next(1) == [])
    }

    @Test("the end of a connection is told once, after the frames before it")
    func end() async throws {
        let pair = try SocketPair(SOCK_SEQPACKET)
        pair.write(frame(60))
        pair.closeFar()
        let bench = await bench(pair)
        let events = await bench.next(2)
        #expect(events == [.frame(frame(60)), .closed(nil)])
        #expect(await !bench.send(frame(60)))
        await bench.close()
        #expect(await bench.next(1) == [])
    }

    @Test("a connection that breaks ends the link with a reason")
    func broken() async throws {
        let pair = try SocketPair(SOCK_SEQPACKET)
        let bench = await bench(pair)
        #expect(await bench.send(frame(60)))
        // Closed with something unread: the kernel resets the connection.
        pair.closeFar()
        #expect(await bench.next(1) == [.closed("read test:1: Connection reset by peer")])
        await bench.close()
    }

    @Test("closed from within a call, it calls nothing more, though more has arrived")
    func closeWithin() async throws {
        for _ in 0..<5 { pair.write(frame(60)) }
        let link = DatagramLink(owning: pair.takeNear(), name: "test:1", on: loop)
        let bench = await Bench(link, on: loop, closingAtFirstFrame: true)
        #expect(await bench.next(1) == [.frame(frame(60))])
        await bench.close()
        #expect(await bench.next(1) == [])
    }

    @Test("a link that was never started closes its descriptor with itself")
    func unstarted() throws {
        let pair = try SocketPair(SOCK_SEQPACKET)
        do { _ = DatagramLink(owning: pair.takeNear(), name: "test:1", on: loop) }
        #expect(pair.read() == [])
    }

    @Test("a descriptor that cannot be watched ends the link, once it is started")
    func unwatchable() async throws {
        let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        let bench = await Bench(DatagramLink(owning: file, name: "test:1", on: loop), on: loop)
        #expect(await bench.next(1) == [.closed("watch descriptor \(file): Operation not permitted")])
        await bench.close()
    }
}
