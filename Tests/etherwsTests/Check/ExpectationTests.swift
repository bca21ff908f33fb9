import Frame
import Reactor
import Testing

@testable import etherws

@Suite struct ExpectationTests {
    @Test("What happens between the decision to wait and the wait is not missed", .timeLimit(.minutes(1)))
    func metOnTheWay() async throws {
        let loop = try EpollLoop()
        for _ in 0..<100 { #expect(await Waiter(on: loop).waits(.seconds(3600))) }
        await loop.stop()
    }

    @Test("What does not happen is waited for until the time is over")
    func neverMet() async throws {
        let loop = try EpollLoop()
        #expect(await !Waiter(on: loop, isLucky: false).waits(.milliseconds(10)))
        await loop.stop()
    }

    /// Lives on a loop, which may run a job each time that this suspends.
    private actor Waiter {
        private let loop: EpollLoop
        private let news: etherws.Expectation
        private let isLucky: Bool

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(on loop: EpollLoop, isLucky: Bool = true) {
            (self.loop, self.isLucky) = (loop, isLucky)
            news = etherws.Expectation(on: loop)
        }

        func waits(_ limit: Duration) async -> Bool {
            if isLucky { loop.execute { self.assumeIsolated { $0.news.meet() } } }
            return await news.wait(limit)
        }
    }
}
