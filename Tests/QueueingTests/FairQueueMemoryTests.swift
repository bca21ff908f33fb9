import Testing

@testable import Queueing

/// What a queue takes of the memory that all share, in steps of 64 KiB beyond its first 128 KiB.
@Suite struct FairQueueMemoryTests {
    private let memory = QueueMemory(budget: .max)

    private func makeQueue(_ byteCount: Int = 4 * 1024 * 1024) -> FairQueue {
        FairQueue(
            allowing: WaitAllowance(interval: .milliseconds(100), target: .milliseconds(5), byteCount: byteCount),
            drawingOn: memory, hash: FlowHash(seed: 3))
    }

    /// Queues one frame that takes `size` bytes with what is noted of it.
    private func append(_ size: Int, to queue: FairQueue, in flow: Int = 0) {
        let count = size - FlowQueue.size(of: 0)
        guard queue.room(for: count, in: flow, dropped: { Issue.record("a frame was dropped") }) != nil else {
            Issue.record("no room for \(size) bytes")
            return
        }
        queue.commit(count, first: count, in: flow, at: .zero)
    }

    private func take(from queue: FairQueue) { queue.takeFirst(at: .zero) { _, _ in } }

    @Test("128 KiB are its own, and the next byte draws 64 KiB", arguments: [(131_072, 0), (131_073, 65_536)])
    func own(size: Int, drawn: Int) {
        let queue = makeQueue()
        append(size, to: queue)
        #expect(memory.used == drawn)
        withExtendedLifetime(queue) {}
    }

    @Test("Steps are drawn as blocks are taken, and given back, but for one, as they empty")
    func steps() {
        let queue = makeQueue()
        let drawn = (0..<10).map { _ in
            append(65_536, to: queue)
            return memory.used / 65_536
        }
        #expect(drawn == [0, 0, 1, 2, 4, 4, 7, 7, 7, 11])
        let left = (0..<10).map { _ in
            take(from: queue)
            return memory.used / 65_536
        }
        #expect(left == [11, 11, 10, 9, 9, 8, 8, 8, 6, 6])
        #expect(memory.used % 65_536 == 0)
    }

    @Test("A queue that is gone has drawn nothing")
    func gone() {
        do {
            let queue = makeQueue()
            append(327_680, to: queue)
            #expect(memory.used == 3 * 65_536)
        }
        #expect(memory.used == 0)
    }

    @Test(
        "Empty flows keep 16 KiB each, and more while that is not twice what may wait",
        arguments: [
            (20_480, 20_000, [20_480, 20_480, 20_480]), (20_480, 20_480, [20_480, 40_960, 40_960]),
            (16_384, 16_384, [16_384, 32_768, 49_152]),
        ])
    func empty(size: Int, allowed: Int, capacities: [Int]) {
        let queue = makeQueue(max(allowed, size))
        queue.allow(
            WaitAllowance(
                interval: .milliseconds(100), target: .milliseconds(5), byteCount: max(allowed, 20_480)))
        let found = (0..<3).map { flow in
            append(size, to: queue, in: flow)
            queue.allow(WaitAllowance(interval: .milliseconds(100), target: .milliseconds(5), byteCount: allowed))
            take(from: queue)
            queue.allow(
                WaitAllowance(
                    interval: .milliseconds(100), target: .milliseconds(5), byteCount: max(allowed, 20_480)))
            return queue.capacity
        }
        #expect(found == capacities)
    }
}
