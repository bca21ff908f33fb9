import Conformance
import Frame
import Linux
import Testing

@testable import etherws

@Suite struct WatchdogTests {
    private let reports = Counter()

    @Test("A loop that turns reports four times within the limit, and at once")
    func turning() {
        let loop = ManualLoop()
        watchdog(over: [loop]).start()
        loop.runJobs()
        #expect(reports.count == 1)
        loop.advance(by: .seconds(20))
        #expect(reports.count == 5)
    }

    @Test("While one loop of several is stuck there is no report, and when it turns again there is one")
    func stuck() {
        let (turning, stuck) = (ManualLoop(), ManualLoop())
        watchdog(over: [turning, stuck]).start()
        turning.runJobs()
        turning.advance(by: .seconds(100))
        #expect(reports.count == 0)
        stuck.runJobs()
        #expect(reports.count == 1)
        stuck.advance(by: .seconds(100))
        #expect(reports.count == 1)
        turning.advance(by: .seconds(5))
        #expect(reports.count == 2)
    }

    private func watchdog(over loops: [any EventLoop]) -> Watchdog {
        Watchdog(over: loops, within: .seconds(20)) { [reports] in reports.add() }
    }
}

private final class Counter: Sendable {
    private let value = Locked(0)

    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}
