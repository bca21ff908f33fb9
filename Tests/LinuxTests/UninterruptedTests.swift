import Glibc
import Testing

@testable import Linux

@Suite struct UninterruptedTests {
    /// What the calls come to, of which each gives a result and an error number, and how many are made.
    private func outcome(_ calls: [(result: Int, error: CInt)]) -> (result: Int, count: Int) {
        var count = 0
        let result = uninterrupted { () -> Int in
            let call = calls[count]
            count += 1
            errno = call.error
            return call.result
        }
        return (result, count)
    }

    @Test("A call that a signal has ended is made again")
    func interrupted() {
        #expect(outcome([(-1, EINTR), (-1, EINTR), (7, 0), (8, 0)]) == (7, 3))
        #expect(outcome([(-1, EINTR), (-1, EIO), (8, 0)]) == (-1, 2))
    }

    @Test("What succeeds, or fails for another reason, is not, whatever failed before")
    func once() {
        for call in [(-1, EAGAIN), (0, EINTR), (1, EINTR), (2, EINTR), (0, 0), (5, 0)] {
            #expect(outcome([call, (9, 0)]) == (call.0, 1))
        }
    }
}
