import Glibc
import Testing

@testable import Linux

/// How many threads a pool has, and what they are like.
@Suite struct WorkerPoolThreadTests {
    @Test func `there are no more threads than the limit, however much has to wait`() async throws {
        let pool = try WorkerPool(limit: 2)
        defer { pool.close() }
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        defer { for end in [reading, writing] { close(end) } }
        let (threads, continuation) = AsyncStream.makeStream(of: pthread_t.self)
        for _ in 0..<3 {
            try pool.run {
                continuation.yield(pthread_self())
                var byte: UInt8 = 0
                _ = read(reading, &byte, 1)
            }
        }
        var iterator = threads.makeAsyncIterator()
        var seen: Set<pthread_t> = []
        for _ in 0..<2 { seen.insert(try #require(await iterator.next())) }
        #expect(seen.count == 2)
        // Only when one of them is done can the third begin, and where that one was.
        #expect(write(writing, "123", 3) == 3)
        seen.insert(try #require(await iterator.next()))
        #expect(seen.count == 2)
    }

    @Test func `a thread that has nothing to do waits for more`() async throws {
        let pool = try WorkerPool(limit: 1)
        defer { pool.close() }
        let first = try await pool.result { pthread_self() }
        for _ in 0..<10 { #expect(try await pool.result { pthread_self() } == first) }
    }

    @Test func `its threads are no nicer than others unless told so`() async throws {
        let pool = try WorkerPool(limit: 1)
        defer { pool.close() }
        let usual = getpriority(Int32(PRIO_PROCESS.rawValue), 0)
        let (policy, priority) = try await pool.result {
            (sched_getscheduler(0), getpriority(Int32(PRIO_PROCESS.rawValue), 0))
        }
        #expect(policy == 0)
        #expect(priority == usual)
    }

    @Test(arguments: [0, 1, 7] as [CInt])
    func `its threads are as nice as they are to be, and others stay as they are`(niceness: CInt) async throws {
        let pool = try WorkerPool(limit: 1, niceness: niceness)
        defer { pool.close() }
        let usual = getpriority(Int32(PRIO_PROCESS.rawValue), 0)
        let (policy, priority) = try await pool.result {
            (sched_getscheduler(0), getpriority(Int32(PRIO_PROCESS.rawValue), 0))
        }
        // SCHED_BATCH, which glibc does not show here.
        #expect((policy == 3) == (niceness > 0))
        #expect(priority == usual + niceness)
    }
}
