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
}
