import Frame
import Testing

@testable import Queueing

@Suite struct FairQueueTests {
    private let queue = FairQueue(
        allowing: WaitAllowance(interval: .milliseconds(100), target: .milliseconds(5), byteCount: 100_000),
        drawingOn: QueueMemory(budget: .max),
        hash: FlowHash(seed: 3)
    )

    /// A frame of a flow, that is, between stations of its own.
    private func frame(_ flow: UInt8, _ number: UInt8, size: Int = 1_000) -> [UInt8] {
        [2, 0, 0, 0, 0, flow, 2, 0, 0, 0, 1, flow, 0x88, 0xb5, number] + [UInt8](repeating: flow, count: size - 15)
    }

    /// Queues the frame itself, of which the first twenty bytes are a segment.
    ///
    /// - Returns: how many frames were lost for it, or `nil` if it was itself.
    @discardableResult
    private func append(_ frame: [UInt8], at now: Duration = .zero) -> Int? {
        frame.withUnsafeBytes { frame in
            var lost = 0
            let flow = queue.flow(of: frame)
            guard let room = queue.room(for: frame.count, in: flow, dropped: { lost += 1 }) else { return nil }
            room.copyMemory(from: frame)
            queue.commit(frame.count, first: 20, in: flow, at: now)
            return lost
        }
    }

    private func take(at now: Duration = .zero) -> (flow: UInt8, number: UInt8, losesSegment: Bool)? {
        var taken: (UInt8, UInt8, Bool)?
        queue.takeFirst(at: now) { bytes, losesSegment in
            taken = losesSegment ? (bytes[0], 0, true) : (bytes[5], bytes[14], false)
        }
        return taken
    }

    @Test func givesBackWhatItWasGivenInTheOrderOfAFlow() {
        for number in 0..<50 { append(frame(1, UInt8(number))) }
        #expect((0..<50).compactMap { _ in take()?.number } == Array(0..<50))
        #expect(queue.isEmpty)
        #expect(take() == nil)
    }

    @Test func keepsTheBytes() {
        let sent = frame(4, 9, size: 60_000)
        append(sent)
        queue.takeFirst(at: .zero) { bytes, _ in #expect(bytes.elementsEqual(sent)) }
    }

    @Test func leavesOutTheFirstSegmentOfWhatIsToLoseOne() {
        for _ in 0..<4 { append(frame(7, 0)) }
        for now in [0, 50, 99] { queue.takeFirst(at: .milliseconds(now)) { bytes, _ in #expect(bytes.count == 1_000) } }
        append(frame(7, 1))
        // It has waited for too long, for a whole interval.
        queue.takeFirst(at: .milliseconds(150)) { bytes, losesSegment in
            #expect(losesSegment)
            #expect(bytes.elementsEqual(frame(7, 0)[20...]))
        }
    }

    @Test func servesASparseFlowBeforeThoseThatFillTheQueue() {
        for number in 0..<40 { append(frame(1, UInt8(number))) }
        // It has had its first turn.
        for _ in 0..<20 { _ = take() }
        append(frame(2, 0))
        #expect(take()?.flow == 2)
        #expect(take()?.flow == 1)
    }

    @Test func sharesEquallyBetweenFlowsWhateverTheSizeOfTheirFrames() {
        for number in 0..<40 { append(frame(1, UInt8(number), size: 1_500)) }
        for number in 0..<120 { append(frame(2, UInt8(number), size: 250)) }
        var bytes: [UInt8: Int] = [:]
        for _ in 0..<90 { queue.takeFirst(at: .zero) { frame, _ in bytes[frame[5], default: 0] += frame.count } }
        let (first, second) = (bytes[1] ?? 0, bytes[2] ?? 0)
        #expect(abs(first - second) <= 2 * 16 * 1024)
        #expect(second > 10_000)
    }

    @Test func makesRoomAtTheExpenseOfTheLongestQueue() {
        for number in 0..<90 { append(frame(1, UInt8(number))) }
        #expect(append(frame(2, 0, size: 20_000)).map { $0 > 5 } == true)
        #expect(take()?.number ?? 0 > 5)
    }

    @Test func losesTheOldestFramesOfAFlowThatFillsTheQueueItself() {
        var number: UInt8 = 0
        while append(frame(1, number)) == 0 { number += 1 }
        #expect(number > 80)
        #expect(take()?.number == 1)
        var last: UInt8?
        while let taken = take() { last = taken.number }
        #expect(last == number)
    }

    @Test func refusesAFrameThatIsLongerThanAllItsRoom() {
        append(frame(1, 0))
        #expect(append(frame(1, 1, size: 200_000)) == nil)
        #expect(take()?.number == 0)
    }

    @Test func asksAFlowThatWaitsTooLongToSlowDownAndNoOther() {
        for number in 0..<60 { append(frame(1, UInt8(number))) }
        var lossy: Set<UInt8> = []
        for step in 0..<40 {
            let now = Duration.milliseconds(10 * step)
            append(frame(2, 0), at: now)
            for _ in 0..<2 { if let taken = take(at: now), taken.losesSegment { lossy.insert(taken.flow) } }
        }
        #expect(lossy == [1])
    }

    @Test("What is drawn is memory, not only the bytes that wait in it, whatever flows and frames there are")
    func memory() {
        let memory = QueueMemory(budget: 8 * QueueMemory.step)
        let queue = FairQueue(allowing: .longest, drawingOn: memory, hash: FlowHash(seed: 3))
        var generator = SystemRandomNumberGenerator()
        var (lost, most) = (0, 0)
        for _ in 0..<20_000 {
            let frame = frame(
                .random(in: 0..<40, using: &generator), 0, size: .random(in: 60...9_000, using: &generator))
            let isCommitted = frame.withUnsafeBytes { frame in
                let flow = queue.flow(of: frame)
                guard let room = queue.room(for: frame.count, in: flow, dropped: { lost += 1 }) else { return false }
                room.copyMemory(from: frame)
                queue.commit(frame.count, first: frame.count, in: flow, at: .zero)
                return true
            }
            #expect(isCommitted)
            if Int.random(in: 0..<3, using: &generator) == 0 { queue.takeFirst(at: .zero) { _, _ in } }
            most = max(most, queue.capacity)
        }
        #expect(lost > 0)
        #expect(most <= 8 * QueueMemory.step + QueueMemory.allowance)
        #expect(queue.byteCount > queue.capacity / 2)
        while !queue.isEmpty { queue.takeFirst(at: .zero) { _, _ in } }
        #expect(memory.used < 2 * QueueMemory.step + max(0, queue.capacity - QueueMemory.allowance))
    }

    @Test func oneLongFrameFitsThoughAllMemoryIsUsedUpByOthersAndEmptyFlowsHaveKeptSome() {
        let queue = FairQueue(allowing: .longest, drawingOn: QueueMemory(budget: 0), hash: FlowHash(seed: 3))
        for size in Array(repeating: 3_000, count: 60) + [100_000] {
            let frame = frame(UInt8.random(in: 0..<200), 1, size: size)
            frame.withUnsafeBytes { frame in
                let flow = queue.flow(of: frame)
                guard let room = queue.room(for: frame.count, in: flow, dropped: {}) else {
                    Issue.record("no room for \(size) bytes")
                    return
                }
                room.copyMemory(from: frame)
                queue.commit(frame.count, first: 20, in: flow, at: .zero)
            }
            #expect(queue.capacity <= QueueMemory.allowance)
        }
    }

    /// The losses of a flow that has one frame waiting, and gets one more and gives one at each step.
    private func losses(step: Duration) -> Int {
        append(frame(1, 0), at: .seconds(1))
        return (1...100).count { number in
            let now = Duration.seconds(1) + step * number
            append(frame(1, 0), at: now)
            return take(at: now)?.losesSegment == true
        }
    }

    @Test(
        "A frame that has waited for less than the target is not lost, and at the target it may be",
        arguments: [(4_999, false), (5_000, true)])
    func target(microseconds: Int, isLossy: Bool) {
        #expect((losses(step: .microseconds(microseconds)) > 0) == isLossy)
    }

    @Test("The last frame of a flow is not lost, however long it has waited")
    func last() {
        for number in 0..<20 {
            append(frame(1, 0), at: .seconds(number))
            #expect(take(at: .milliseconds(number * 1_000 + 900))?.losesSegment == false)
        }
    }

    @Test("A flow has its turn for 16 KiB", arguments: [(1_024, 16), (1_023, 17)])
    func quantum(size: Int, count: Int) {
        for flow: UInt8 in [1, 2] { for _ in 0..<40 { append(frame(flow, 0, size: size)) } }
        let flows = (0..<2 * count).compactMap { _ in take()?.flow }
        #expect(flows == Array(repeating: 1, count: count) + Array(repeating: 2, count: count))
    }

    @Test("A flow that was new and has emptied waits behind the old ones (RFC 8290 §4.2)")
    func formerlyNew() {
        for _ in 0..<40 { append(frame(1, 0)) }
        for _ in 0..<20 { _ = take() }
        append(frame(2, 0))
        #expect(take()?.flow == 2 && take()?.flow == 1)
        append(frame(2, 0))
        #expect(take()?.flow == 1)
    }

    @Test("All its room can be used, and nothing beyond it")
    func fills() {
        let header = FlowQueue.size(of: 0)
        #expect(append(frame(1, 0, size: 100_001 - header)) == nil)
        #expect(append(frame(1, 0, size: 100_000 - header)) == 0)
        _ = take()
        for _ in 0..<2 { #expect(append(frame(1, 0, size: 50_000 - header)) == 0) }
        #expect(queue.byteCount == 100_000)
        #expect(append(frame(1, 0, size: 15)) == 1)
    }

    @Test("There are 64 flows")
    func flowCount() {
        let queue = FairQueue(allowing: .longest, drawingOn: QueueMemory(), hash: FlowHash(seed: 3))
        let flows = (0..<5_000).map { number in
            let frame = [UInt8](repeating: 2, count: 12) + [0x88, 0xb5, 0, 0]
            return ([UInt8(number >> 8), UInt8(number & 0xff)] + frame).withUnsafeBytes { queue.flow(of: $0) }
        }
        #expect(Set(flows) == Set(0..<64))
    }
}
