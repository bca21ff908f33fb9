import Frame
import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(1))) struct UnwatchingTests {
    @Test func `the kernel forgets what is watched no longer`() async throws {
        let (loop, pipe) = (try EpollLoop(), try Pipe())
        try await loop.run {
            for _ in 0..<2 {
                // If it were there already, adding it would fail (EEXIST of epoll_ctl(2)).
                #expect(throws: Never.self) { try loop.watch(pipe.reader, for: .read) { _ in } }
                loop.unwatch(pipe.reader)
            }
        }
        await loop.stop(grace: .zero)
    }
}
