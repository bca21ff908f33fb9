import Frame
import Testing

@testable import Transports

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

    /// - Returns: how many frames were lost for it, or `nil` if it was itself.
    @discardableResult
    private func append(_ frame: [UInt8], _ offload: Offload = .none, at now: Duration = .zero) -> Int? {
        var lost = 0
        let isQueued = frame.withUnsafeBytes { queue.append($0, offload, at: now) { lost += 1 } }
        return isQueued ? lost : nil
    }

    private func take(at now: Duration = .zero) -> (flow: UInt8, number: UInt8, losesSegment: Bool)? {
        var taken: (UInt8, UInt8, Bool)?
        queue.takeFirst(at: now) { frame, _, losesSegment in taken = (frame[5], frame[14], losesSegment) }
        return taken
    }

    @Test func givesBackWhatItWasGivenInTheOrderOfAFlow() {
        for number in 0..<50 { append(frame(1, UInt8(number))) }
        #expect((0..<50).compactMap { _ in take()?.number } == Array(0..<50))
        #expect(queue.isEmpty)
        #expect(take() == nil)
    }

    @Test func keepsTheBytesAndTheMetadata() {
        let offload = Offload(segmentation: .tcp6, needsChecksum: true, segmentSize: 7, checksumStart: 9)
        let sent = frame(4, 9, size: 60_000)
        append(sent, offload)
        queue.takeFirst(at: .zero) { frame, found, _ in
            #expect(frame.elementsEqual(sent))
            #expect(found == offload)
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
        for _ in 0..<90 { queue.takeFirst(at: .zero) { frame, _, _ in bytes[frame[5], default: 0] += frame.count } }
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
}
