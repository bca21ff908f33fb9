import Frame
import Testing

@testable import Queueing

/// How long a flow's turn is.
@Suite struct FairQueueTurnTests {
    private let queue = FairQueue(
        allowing: WaitAllowance(interval: .milliseconds(100), target: .milliseconds(5), byteCount: 100_000),
        drawingOn: QueueMemory(budget: .max),
        hash: FlowHash(seed: 3)
    )

    private func append(_ size: Int, in flow: Int) {
        guard let room = queue.room(for: size, in: flow, dropped: { Issue.record("a frame was dropped") }) else {
            Issue.record("there is no room")
            return
        }
        room.initializeMemory(as: UInt8.self, repeating: UInt8(flow))
        queue.commit(size, first: size, in: flow, at: .zero)
    }

    private func take() -> UInt8? {
        var flow: UInt8?
        queue.takeFirst(at: .zero) { bytes, _ in flow = bytes.first }
        return flow
    }

    @Test(
        "A turn is over when 16 KiB have been taken, and not before",
        arguments: [(16_383, [1, 1, 2]), (16_384, [1, 2, 1])])
    func turn(size: Int, order: [UInt8]) {
        append(size, in: 1)
        append(100, in: 1)
        append(100, in: 2)
        #expect((0..<3).compactMap { _ in take() } == order)
    }
}
