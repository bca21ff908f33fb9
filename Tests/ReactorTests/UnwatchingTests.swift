import Frame
import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(1))) struct UnwatchingTests {
    @Test func `the kernel forgets what is watched no longer`() async throws {
        let (loop, pipe) = (try EpollLoop(), try Pipe())
        try await loop.run {
            try loop.watch(pipe.reader, for: .read) { _ in }
            // It would be there twice (EEXIST of epoll_ctl(2)).
            #expect(throws: SystemError.self) { try loop.epoll.add(pipe.reader, for: .read, token: 1) }
            loop.unwatch(pipe.reader)
            #expect(throws: Never.self) { try loop.epoll.add(pipe.reader, for: .read, token: 1) }
            loop.epoll.remove(pipe.reader)
        }
        await loop.stop(grace: .zero)
    }
}
