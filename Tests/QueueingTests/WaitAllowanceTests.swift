import Testing

@testable import Queueing

@Suite struct WaitAllowanceTests {
    @Test("on the internet it is what RFC 8289 recommends", arguments: [50, 80, 2_000])
    func longest(milliseconds: Int) {
        let allowance = WaitAllowance(roundTrip: .milliseconds(milliseconds))
        #expect(allowance.interval == .milliseconds(100))
        #expect(allowance.target == .milliseconds(5))
        #expect(allowance.byteCount == 4 * 1024 * 1024)
    }

    @Test(
        "in a local network, or where the round trip is not known, nothing stands for long", arguments: [0, 80, 2_500])
    func shortest(microseconds: Int) {
        let allowance = WaitAllowance(roundTrip: .microseconds(microseconds))
        #expect(allowance.interval == .milliseconds(5))
        #expect(allowance.target == .microseconds(500))
        #expect(allowance.byteCount == 1024 * 1024)
    }

    @Test("in between it grows with the round trip")
    func between() {
        let allowance = WaitAllowance(roundTrip: .milliseconds(25))
        #expect(allowance.interval == .milliseconds(50))
        #expect(allowance.target == .microseconds(2_500))
        #expect(allowance.byteCount == 2 * 1024 * 1024)
    }
}
