import Glibc
import Reactor
import Testing

/// The threads that a loop offloads work to.
@Suite(.timeLimit(.minutes(1))) struct EpollLoopWorkerTests {
    private let loop: EpollLoop

    init() throws { loop = try EpollLoop() }

    @Test func `they let others have the processor`() async throws {
        let usual = getpriority(Int32(PRIO_PROCESS.rawValue), 0)
        #expect(try await loop.offload { getpriority(Int32(PRIO_PROCESS.rawValue), 0) } == usual + 5)
        await loop.stop()
    }

    @Test func `there are four at most`() async throws {
        let pipe = try Pipe()
        // Reads wait.
        try #require(fcntl(pipe.reader, F_SETFL, 0) == 0)
        let (threads, sink) = AsyncStream.makeStream(of: pthread_t.self)
        var seen: Set<pthread_t> = []
        try await withThrowingTaskGroup { group in
            for _ in 0..<5 {
                group.addTask { [loop] in
                    try await loop.offload {
                        sink.yield(pthread_self())
                        _ = pipe.read()
                    }
                }
            }
            var iterator = threads.makeAsyncIterator()
            for _ in 0..<4 { seen.insert(try #require(await iterator.next())) }
            #expect(seen.count == 4)
            // Only when one of them is done can the fifth begin, and where that one was.
            for _ in 0..<5 { pipe.write(1) }
            seen.insert(try #require(await iterator.next()))
            try await group.waitForAll()
        }
        #expect(seen.count == 4)
        await loop.stop()
    }
}
