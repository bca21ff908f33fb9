import Frame
import Testing

@Suite struct LinkSnapshotTests {
    private let busy: LinkSnapshot = {
        var busy = LinkSnapshot()
        (busy.security, busy.roundTrip) = ("TLSv1.3", .milliseconds(3))
        (busy.egressByteCount, busy.waitingByteCount) = (10, 20)
        (busy.isFull, busy.isPaused) = (true, true)
        return busy
    }()

    @Test func `a merge leaves no field out`() {
        for (some, none) in zip(Mirror(reflecting: busy).children, Mirror(reflecting: LinkSnapshot()).children) {
            #expect("\(some.value)" != "\(none.value)", "the test does not set \(some.label ?? "")")
        }
        var sum = LinkSnapshot()
        sum += busy
        #expect(sum == busy)
        sum += LinkSnapshot()
        #expect(sum == busy)
    }

    @Test func `bytes add up, and one full queue is a full link`() {
        var sum = busy
        sum += busy
        #expect(sum.egressByteCount == 20 && sum.waitingByteCount == 40)
        #expect(sum.isFull && sum.isPaused && sum.security == "TLSv1.3" && sum.roundTrip == .milliseconds(3))
    }
}
