import CLinux
import Conformance
import Devices
import Frame
import Glibc
import Testing

/// What can be told only when nothing happens by itself.
@Suite("Devices on a loop moved by hand")
struct ManualLoopDeviceTests {
    /// Counts what a link tells it.
    private final class Counter: FrameReceiver {
        var calls: [String] = []

        func received(_ frame: RawSpan, _ offload: Offload) { calls.append("received \(frame.byteCount)") }
        func dropped(_ reason: DropReason) { calls.append("dropped \(reason)") }
        func drained() { calls.append("drained") }
        func closed(_ reason: (any Error)?) { calls.append("closed \(reason.map { "\($0)" } ?? "in good order")") }
    }

    private let loop = ManualLoop()
    private let counter = Counter()

    private func send(_ frame: [UInt8], on link: any Link) -> Bool { link.send(frame.span.bytes) }

    @Test("a cable wakes the far end once, however often the near one is flushed")
    func oneWakeUp() async throws {
        let device = try LoopbackDevice(EndpointURI("loopback:a"), on: PatchPanel())
        let (near, far) = (try await device.open(on: loop), try await device.open(on: loop))
        near.start(Counter())
        far.start(counter)
        for size in 60..<63 {
            #expect(send(frame(size), on: near))
            near.flush()
        }
        #expect(counter.calls == [])
        #expect(loop.runJobs() == 1)
        #expect(counter.calls == ["received 60", "received 61", "received 62", "drained"])
        near.close()
        far.close()
    }

    @Test("what arrives on a cable before its end is started waits for it")
    func beforeStart() async throws {
        let device = try LoopbackDevice(EndpointURI("loopback:a"), on: PatchPanel())
        let (near, far) = (try await device.open(on: loop), try await device.open(on: loop))
        near.start(Counter())
        #expect(send(frame(60), on: near))
        near.flush()
        #expect(loop.runJobs() == 0)
        far.start(counter)
        #expect(loop.runJobs() == 1)
        #expect(counter.calls == ["received 60", "drained"])
        near.close()
        far.close()
    }

    @Test("a wake-up that comes after the link was closed is for nobody")
    func lateWakeUp() async throws {
        let device = try LoopbackDevice(EndpointURI("loopback:a"), on: PatchPanel())
        let (near, far) = (try await device.open(on: loop), try await device.open(on: loop))
        near.start(Counter())
        far.start(counter)
        #expect(send(frame(60), on: near))
        near.flush()
        far.close()
        loop.runJobs()
        #expect(counter.calls == [])
        near.close()
    }

    @Test("a descriptor that fails again and again with nothing to read ends its link, and does not spin")
    func failing() throws {
        let pair = try SocketPair()
        let descriptor = pair.takeNear()
        let link = DatagramLink(owning: descriptor, name: "test:1", on: loop)
        link.start(counter)
        loop.makeReady(descriptor, for: .failed)
        #expect(counter.calls == ["drained"])
        loop.makeReady(descriptor, for: .read)
        loop.makeReady(descriptor, for: .failed)
        #expect(counter.calls == ["drained", "drained", "drained"])
        loop.makeReady(descriptor, for: .failed)
        #expect(counter.calls.last == "closed poll test:1: Broken pipe")
        #expect(loop.interest(in: descriptor) == nil)
        link.close()
        #expect(counter.calls.count == 5)
    }

    @Test("a link watches its descriptor from start to close, for reading")
    func watching() throws {
        let pair = try SocketPair()
        let descriptor = pair.takeNear()
        let link = DatagramLink(owning: descriptor, name: "test:1", on: loop)
        #expect(loop.interest(in: descriptor) == nil)
        link.start(counter)
        #expect(loop.interest(in: descriptor) == .read)
        link.close()
        link.close()
        #expect(loop.interest(in: descriptor) == nil)
        #expect(counter.calls == [])
    }

    @Test("passes the state of the network on, until it is closed")
    func carrier() async throws {
        let pair = try SocketPair()
        let descriptor = pair.takeNear()
        let (states, sink) = AsyncStream.makeStream(of: Bool.self)
        let link = DatagramLink(owning: descriptor, name: "test:1", on: loop) { told, isUp in
            #expect(told == descriptor)
            sink.yield(isUp)
        }
        link.setCarrier(isUp: true)
        link.setCarrier(isUp: false)
        link.close()
        link.setCarrier(isUp: true)
        sink.finish()
        #expect(await states.reduce(into: []) { $0.append($1) } == [true, false])
    }
}
