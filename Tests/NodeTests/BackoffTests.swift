import Switching
import SwitchingSupport
import Testing

@testable import Node

@Suite struct BackoffTests {
    /// A tunnel that lasted, and was lost after a minute.
    private func lost(cap: Duration = .seconds(30)) -> Backoff {
        var backoff = Backoff(cap: cap)
        backoff.established(at: .zero)
        backoff.lost(at: .seconds(60))
        return backoff
    }

    @Test func `the first attempt comes at once`() {
        #expect(lost().pause(at: .seconds(60), random: 0.999) == .zero)
    }

    @Test func `the ceiling doubles with each failure, up to a plateau`() {
        var backoff = lost()
        let ceilings = (0..<7).map { _ in
            backoff.failed()
            return backoff.ceiling(at: .seconds(60))
        }
        #expect(ceilings == [100, 200, 400, 800, 1600, 1600, 1600].map { .milliseconds($0) })
    }

    @Test(arguments: [0, 0.25, 0.5, 0.999])
    func `a wait is any part of the ceiling`(random: Double) {
        var backoff = lost()
        for _ in 0..<5 { backoff.failed() }
        #expect(backoff.pause(at: .seconds(60), random: random) == .milliseconds(1600) * random)
    }

    @Test(arguments: [(0, 1600), (30, 1600), (60, 3000), (400, 20_000), (600, 30_000), (1_000_000, 30_000)])
    func `beyond the plateau a wait is at most a twentieth of the absence, and at most the cap`(
        seconds: Int, ceiling: Int
    ) {
        var backoff = lost()
        for _ in 0..<1000 { backoff.failed() }
        #expect(backoff.ceiling(at: .seconds(60 + seconds)) == .milliseconds(ceiling))
    }

    @Test func `the cap holds from the beginning`() {
        var backoff = lost(cap: .milliseconds(150))
        for _ in 0..<5 { backoff.failed() }
        #expect(backoff.ceiling(at: .seconds(60)) == .milliseconds(150))
        #expect(backoff.pause(at: .seconds(60), isRefused: true, random: 0.999) <= .milliseconds(150))
    }

    @Test func `whoever is refused waits for half the cap at least`() {
        #expect(lost().pause(at: .seconds(60), isRefused: true, random: 0) == .seconds(15))
        #expect(lost().pause(at: .seconds(60), isRefused: true, random: 0.5) == .milliseconds(22_500))
    }

    @Test func `a tunnel that does not last is one more failure`() {
        var backoff = lost()
        for second in 61..<65 {
            backoff.established(at: .seconds(second))
            backoff.lost(at: .seconds(second) + .milliseconds(500))
        }
        #expect(backoff.ceiling(at: .seconds(65)) == .milliseconds(800))
    }

    @Test func `a tunnel that lasts makes up for all failures`() {
        var backoff = lost()
        for _ in 0..<5 { backoff.failed() }
        backoff.established(at: .seconds(70))
        backoff.lost(at: .seconds(80))
        #expect(backoff.ceiling(at: .seconds(80)) == .zero)
    }

    @Test func `a tunnel lasts from ten seconds on`() {
        var backoff = lost()
        backoff.established(at: .seconds(70))
        backoff.lost(at: .milliseconds(79_999))
        #expect(backoff.ceiling(at: .seconds(80)) == .milliseconds(100))
    }

    @Test func `the cap is half a minute unless told otherwise, and never negative`() {
        #expect(Backoff().cap == .seconds(30))
        #expect(Backoff(cap: .seconds(-1)).cap == .zero)
    }

    @Test func `a tunnel that never was comes back at once at first`() {
        var backoff = Backoff()
        #expect(backoff.ceiling(at: .zero) == .zero)
        backoff.failed()
        #expect(backoff.ceiling(at: .zero) == .milliseconds(100))
    }

    @Test func `an absence is counted from the last loss`() {
        var backoff = lost()
        backoff.established(at: .seconds(10_000))
        backoff.lost(at: .seconds(10_001))
        for _ in 0..<9 { backoff.failed() }
        #expect(backoff.ceiling(at: .seconds(10_002)) == Backoff.plateau)
    }

    @Test func `when something has changed the next attempt comes at once`() {
        var backoff = lost()
        for _ in 0..<9 { backoff.failed() }
        backoff.hurry()
        #expect(backoff.pause(at: .seconds(60), random: 0.999) == .zero)
    }
}
