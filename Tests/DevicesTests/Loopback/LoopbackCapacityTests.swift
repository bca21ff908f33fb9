import Conformance
import Frame
import Testing

@testable import Devices

/// How much waits on a cable, on a loop moved by hand.
@Suite struct LoopbackCapacityTests {
    private final class Receiver: FrameReceiver {
        var count = 0

        func received(_ frame: RawSpan, _ offload: Offload) { count += 1 }
        func dropped(_ reason: DropReason) {}
        func drained() {}
        func closed(_ reason: (any Error)?) {}
    }

    private let loop = ManualLoop()

    /// Sends until there is no room, frames that take up 1 KiB each with the queue's books.
    private func fill(_ link: any Link, flushingAfter flush: Int = .max) -> Int {
        var count = 0
        while link.send(frame(1_016).span.bytes, .none) {
            count += 1
            if count == flush { link.flush() }
        }
        return count
    }

    @Test func `a cable holds 1 MiB, on whichever way it is, each time anew`() async throws {
        let device = try LoopbackDevice(EndpointURI("loopback:a"), on: PatchPanel())
        let (near, far) = (try await device.open(on: loop), try await device.open(on: loop))
        let receiver = Receiver()
        near.start(Receiver())
        far.start(receiver)
        for (round, flush) in [Int.max, 300, 1_000].enumerated() {
            #expect(fill(near, flushingAfter: flush) == 1_024)
            near.flush()
            #expect(fill(near) == 0)
            loop.runJobs()
            #expect(receiver.count == 1_024 * (round + 1))
        }
        far.close()
        #expect(fill(near) == 0)
        let next = try await device.open(on: loop)
        next.start(receiver)
        #expect(fill(near) == 1_024)
        near.close()
        next.close()
    }

    @Test(arguments: [(13, false), (14, true), (65_553, true), (65_554, false)])
    func `it takes frames of every length there is`(byteCount: Int, isTaken: Bool) async throws {
        let device = try LoopbackDevice(EndpointURI("loopback:a"), on: PatchPanel())
        let (near, far) = (try await device.open(on: loop), try await device.open(on: loop))
        let isSent = near.send(frame(byteCount).span.bytes, .none)
        #expect(isSent == isTaken)
        near.close()
        far.close()
    }
}
