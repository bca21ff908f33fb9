import Testing

@testable import etherws

@Suite struct EventThrottleTests {
    private let start = ContinuousClock.now
    private var throttle = EventThrottle()

    /// How many of `count` lines are written.
    private mutating func write(_ count: Int, _ kind: EventKind = .refused, after delay: Duration = .zero) -> Int {
        var written = 0
        for _ in 0..<count where throttle.admits(kind, at: start + delay) { written += 1 }
        return written
    }

    private func summary(_ count: Int, _ kind: String, _ seconds: Int) -> String {
        "\(count) more lines '\(kind)' in the last \(seconds) s, which were counted and not written"
    }

    @Test("A burst is written, and the rest is counted")
    mutating func burst() {
        let written = write(1000)
        #expect(written == LineLimit.burst)
        let summaries = throttle.takeSummaries(at: start + .seconds(10))
        #expect(summaries == [summary(900, "refused", 10)])
        let nothing = throttle.takeSummaries(at: start + .seconds(20))
        #expect(nothing.isEmpty)
    }

    @Test("Nothing is lost of clients that join and leave in the usual way, twenty at once or two a second")
    mutating func usual() {
        for second in 0..<1000 {
            #expect(write(2, .attached, after: .seconds(second)) == 2)
        }
        for minute in 20..<60 {
            #expect(write(20, .attached, after: .seconds(60 * minute)) == 20)
            #expect(write(20, .detached, after: .seconds(60 * minute)) == 20)
        }
        let summaries = throttle.takeSummaries(at: start + .seconds(3600))
        #expect(summaries.isEmpty)
    }

    @Test("One kind does not use up what another may write")
    mutating func kinds() {
        for kind in EventKind.allCases { #expect(write(150, kind) == LineLimit.burst) }
        let summaries = throttle.takeSummaries(at: start)
        #expect(summaries.count == EventKind.allCases.count)
        #expect(summaries.allSatisfy { $0.hasPrefix("50 more lines '") })
    }

    @Test("One user causes half of the lines at most, and the others have theirs")
    mutating func users() {
        var written = [0, 0]
        for user in 0..<2 {
            for _ in 0..<1000 where throttle.admits(.attached, by: user, at: start) { written[user] += 1 }
        }
        #expect(written == [50, 50])
        let another = throttle.admits(.attached, by: 2, at: start)
        #expect(!another)
        let later = start + .seconds(10)
        written = [0, 0]
        for user in 0..<2 {
            for _ in 0..<1000 where throttle.admits(.attached, by: user, at: later) { written[user] += 1 }
        }
        #expect(written == [10, 10])
        let summaries = throttle.takeSummaries(at: later)
        #expect(summaries == [summary(1000 - 50 + 1000 - 50 + 1 + 2 * 990, "attached", 10)])
    }

    @Test("Users have 64 shares among them")
    mutating func shares() {
        for _ in 0..<50 {
            let isWritten = throttle.admits(.attached, by: 0, at: start)
            #expect(isWritten)
        }
        for (user, isExpected) in [(64, false), (1, true), (63, true), (65, true), (128, false)] {
            let isWritten = throttle.admits(.attached, by: user, at: start)
            #expect(isWritten == isExpected)
        }
    }

    @Test("The time of which is told is rounded up to seconds, and what was told is not told again")
    mutating func seconds() {
        for (milliseconds, seconds) in [(0, 1), (1, 1), (1_000, 1), (1_001, 2), (2_000, 2)] {
            let begin = Duration.seconds(100 * milliseconds)
            _ = write(LineLimit.burst + 3, after: begin)
            let summaries = throttle.takeSummaries(at: start + begin + .milliseconds(milliseconds))
            #expect(summaries == [summary(3, "refused", seconds)])
        }
    }

    @Test("After a burst there is a line for each half second, and in a minute there is room for a burst again")
    mutating func recovery() {
        _ = write(1000)
        #expect(write(10, after: .milliseconds(499)) == 0)
        #expect(write(10, after: .milliseconds(500)) == 1)
        #expect(write(10, after: .seconds(10)) == 10)
        #expect(write(1000, after: .seconds(60)) == LineLimit.burst)
    }

    @Test("6,400 attempts a second for a minute make some 220 lines")
    mutating func flood() {
        var written = 0
        for tenth in 0..<600 { written += write(640, .attached, after: .milliseconds(100 * tenth)) }
        #expect((200...220).contains(written))
        let summaries = throttle.takeSummaries(at: start + .seconds(60))
        #expect(summaries == [summary(600 * 640 - written, "attached", 60)])
    }
}
