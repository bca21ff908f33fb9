import Queueing
import Testing

@Suite struct StandingQueueTests {
    private var queue = StandingQueue()

    /// Takes packets at a time, in milliseconds, and tells whether the next one is to be lost.
    private mutating func owes(leavingSome isLong: Bool, at now: Int) -> Bool {
        queue.taken(leavingSome: isLong, at: .milliseconds(now))
        return queue.owesLoss
    }

    @Test mutating func losesNothingOfAQueueThatIsEmptiedInTime() {
        #expect((0..<1000).allSatisfy { !owes(leavingSome: $0 % 5 != 0, at: $0) })
    }

    @Test mutating func losesAPacketWhenSomeAreLeftForFiveMilliseconds() {
        #expect((0...5).map { owes(leavingSome: true, at: $0) } == [false, false, false, false, false, true])
    }

    @Test("owes the loss until a packet of a transfer comes by")
    mutating func remembersWhatItOwes() {
        #expect((0...7).map { owes(leavingSome: true, at: $0) }.suffix(3) == [true, true, true])
        queue.lost()
        #expect(!queue.owesLoss)
    }

    @Test mutating func forgivesWhenTheQueueIsEmptied() {
        #expect((0...5).filter { owes(leavingSome: true, at: $0) } == [5])
        #expect(!owes(leavingSome: false, at: 6))
    }
}
