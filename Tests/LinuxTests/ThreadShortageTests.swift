import CLinux
import Frame
import Glibc
import Testing

@testable import Linux

/// What a pool does where there is no memory for a thread's stack, as seen in a process of its own.
@Suite struct ThreadShortageTests {
    /// Lets the process have no more memory than it has, while `body` runs.
    private static func withoutMemory<Outcome>(_ body: () -> Outcome) -> Outcome {
        let memory = __rlimit_resource_t(RLIMIT_AS.rawValue)
        var limit = rlimit()
        getrlimit(memory, &limit)
        let usual = limit.rlim_cur
        limit.rlim_cur = 1
        setrlimit(memory, &limit)
        defer {
            limit.rlim_cur = usual
            setrlimit(memory, &limit)
        }
        return body()
    }

    @Test func `work that no thread can be made for is refused`() async {
        await #expect(processExitsWith: .success) {
            let pool = try WorkerPool(limit: 1)
            let isRefused = Self.withoutMemory { (try? pool.run {}) == nil }
            #expect(isRefused)
            // And the next is done, where there is memory again.
            #expect(try await pool.result { 42 } == 42)
        }
    }

    @Test func `work waits for the threads that there are where there can be no more`() async {
        await #expect(processExitsWith: .success) {
            let pool = try WorkerPool(limit: 2)
            var ends: [CInt] = [0, 0]
            try #require(pipe(&ends) == 0)
            let (reading, writing) = (ends[0], ends[1])
            try pool.run {
                var byte: UInt8 = 0
                _ = read(reading, &byte, 1)
            }
            let (results, sink) = AsyncStream.makeStream(of: Int.self)
            let isRefused = Self.withoutMemory { (try? pool.run { sink.yield(42) }) == nil }
            #expect(!isRefused)
            #expect(write(writing, "1", 1) == 1)
            var iterator = results.makeAsyncIterator()
            #expect(await iterator.next() == 42)
        }
    }
}
