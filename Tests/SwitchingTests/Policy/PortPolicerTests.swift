import Frame
import SwitchingSupport
import Testing

@testable import Switching

/// What watches over a port, told the time.
@Suite struct PortPolicerTests {
    private func watch(_ change: (inout PortPolicy) -> Void) throws -> PortPolicer {
        var policy = PortPolicy()
        change(&policy)
        return try #require(PortPolicer(policy, at: .zero))
    }

    /// How many questions may be asked at a time, in milliseconds.
    private func questions(_ watch: PortPolicer, at milliseconds: Int) -> Int {
        (0..<1_000).count { _ in watch.mayAsk(at: .milliseconds(milliseconds)) }
    }

    @Test func `a hundred questions are asked in a second`() throws {
        let watch = try watch { $0.isBound = true }
        let counts = [0, 1, 505, 2_000].map { questions(watch, at: $0) }
        #expect(counts == [100, 0, 50, 100])
    }

    @Test func `a policy that forbids nothing, or that nobody looks at, watches over nothing`() {
        var policy = PortPolicy()
        #expect(PortPolicer(policy, at: .zero) == nil)
        policy.mode = .warn
        #expect(PortPolicer(policy, at: .zero) == nil)
        policy.isBound = true
        #expect(PortPolicer(policy, at: .zero) != nil)
        policy.mode = .off
        #expect(PortPolicer(policy, at: .zero) == nil)
    }

    /// How long it is not listened to who has sent so much besides frames.
    private func pause(_ overhead: Int, byteCount: Int = 0, _ change: (inout PortPolicy) -> Void) throws -> Duration? {
        let watch = try watch(change)
        watch.countOverhead(overhead, byteCount: byteCount, at: .zero)
        return watch.pause(at: .zero)
    }

    private func isAbout(_ duration: Duration?, milliseconds: Int) -> Bool {
        let expected = Duration.milliseconds(milliseconds)
        return duration.map { expected - .microseconds(2)...expected + .microseconds(2) ~= $0 } ?? false
    }

    @Test func `the longer pause of two counts, and either alone`() throws {
        // 20 shortest frames are 1,680 bytes; it is worth while to wait for 1,542.
        let bytes = RateLimit(perSecond: 42_000, burst: 1_680)
        let frames = RateLimit(perSecond: 20, burst: 20)
        #expect(isAbout(try pause(20) { $0.frameRate = frames }, milliseconds: 50))
        let ofBytes = try #require(try pause(20) { $0.rate = bytes })
        #expect(.milliseconds(36)...(.milliseconds(37)) ~= ofBytes)
        #expect(isAbout(try pause(20) { ($0.frameRate, $0.rate) = (frames, bytes) }, milliseconds: 50))
        let fast = RateLimit(perSecond: 40, burst: 20)
        let slower = try #require(try pause(20) { ($0.frameRate, $0.rate) = (fast, bytes) })
        #expect(.milliseconds(36)...(.milliseconds(37)) ~= slower)
        #expect(try pause(19) { $0.frameRate = frames } == nil)
        #expect(try pause(20) { ($0.frameRate, $0.mode) = (frames, .warn) } == nil)
        #expect(try pause(20) { $0.floodRate = frames } == nil)
    }

    @Test func `each thing is as long as the shortest frame at least`() throws {
        let limit = RateLimit(perSecond: 1e6, burst: 10_000)
        // 10,000 less 1,542 is what may be used before it is worth while to wait.
        #expect(try pause(100) { $0.rate = limit } == nil)
        #expect(try pause(101) { $0.rate = limit } != nil)
        #expect(try pause(1, byteCount: 8_458) { $0.rate = limit } == nil)
        #expect(try pause(1, byteCount: 8_459) { $0.rate = limit } != nil)
    }

    @Test func `a kind of violation is worth a word once a minute`() throws {
        let watch = try watch { $0.isBound = true }
        let words = [0, 59_990, 60_010, 60_020].map {
            watch.isWorthReporting(.spoofedSource, at: .milliseconds($0))
        }
        #expect(words == [true, false, true, false])
        let others = DropReason.allCases.filter { $0 != .spoofedSource }
        let told = others.filter { watch.isWorthReporting($0, at: .milliseconds(60_030)) }
        #expect(told == others)
    }
}
