import Reactor
import Testing

@Suite struct EpollLoopIsolationTests {
    @Test("A loop knows its own thread from others")
    func threads() async throws {
        let (loop, other) = (try EpollLoop(), try EpollLoop())
        #expect(try await loop.run { loop.isIsolatingCurrentContext() } == true)
        #expect(try await other.run { loop.isIsolatingCurrentContext() } == false)
        // It traps where it finds another.
        try await loop.run { loop.checkIsolated() }
        await loop.stop(grace: .zero)
        await other.stop(grace: .zero)
    }
}
