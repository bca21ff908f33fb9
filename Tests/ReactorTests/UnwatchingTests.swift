import Frame
import Linux
import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(1))) struct UnwatchingTests {
    /// Whether an epoll(7) set of this process has a descriptor, as proc(5) tells.
    private func isInASet(_ descriptor: CInt) -> Bool {
        (0..<1_024).contains { number in
            let bytes = (try? FileContents.read("/proc/self/fdinfo/\(number)", limit: 1_048_576)) ?? []
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { line in
                let words = line.split(separator: " ", omittingEmptySubsequences: true)
                return words.count > 1 && words[0] == "tfd:" && CInt(words[1]) == descriptor
            }
        }
    }

    @Test func `the kernel forgets what is watched no longer`() async throws {
        let (loop, pipe) = (try EpollLoop(), try Pipe())
        try await loop.run {
            #expect(!isInASet(pipe.reader))
            try loop.watch(pipe.reader, for: .read) { _ in }
            #expect(isInASet(pipe.reader))
            loop.unwatch(pipe.reader)
            #expect(!isInASet(pipe.reader))
        }
        await loop.stop(grace: .zero)
    }
}
