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
        #expect(!queue.owesLoss)
        #expect((0..<1000).allSatisfy { !owes(leavingSome: $0 % 5 != 0, at: $0) })
    }

    @Test mutating func losesAPacketWhenSomeAreLeftAgainAndAgainForFiveMilliseconds() {
        #expect((0...8).filter { owes(leavingSome: true, at: $0) } == [8])
    }

    @Test("owes the loss until a packet of a transfer comes by")
    mutating func remembersWhatItOwes() {
        #expect((0...10).map { owes(leavingSome: true, at: $0) }.suffix(3) == [true, true, true])
        queue.lost()
        #expect(!queue.owesLoss)
    }

    @Test mutating func forgivesWhenTheQueueIsEmptied() {
        #expect((0...8).filter { owes(leavingSome: true, at: $0) } == [8])
        #expect(!owes(leavingSome: false, at: 9))
    }

    @Test("is not led astray by a processor that others have had for a while")
    mutating func waitsForSeveralLooks() {
        #expect((0..<4).allSatisfy { !owes(leavingSome: true, at: $0 * 100) })
        #expect(owes(leavingSome: true, at: 400))
    }
}
