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

    @Test func `work that no second thread can be made for waits for the first`() async {
        await #expect(processExitsWith: .success) {
            let pool = try WorkerPool(limit: 2)
            #expect(try await pool.result { 1 } == 1)
            let begun = Locked(false)
            let mayEnd = Locked(false)
            try pool.run {
                begun.withLock { $0 = true }
                while !mayEnd.withLock({ $0 }) { sched_yield() }
            }
            while !begun.withLock({ $0 }) { sched_yield() }
            let isDone = Locked(false)
            let isRefused = Self.withoutMemory { (try? pool.run { isDone.withLock { $0 = true } }) == nil }
            #expect(!isRefused)
            mayEnd.withLock { $0 = true }
            #expect(try await pool.result { 42 } == 42)
            while !isDone.withLock({ $0 }) { sched_yield() }
        }
    }
}
