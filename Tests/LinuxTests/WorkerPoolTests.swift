import Glibc
import Synchronization
import Testing

@testable import Linux

@Suite("Worker pool")
struct WorkerPoolTests {
    @Test("runs all it is given, on threads of its own", arguments: [1, 2, 500])
    func all(count: Int) async throws {
        let pool = try WorkerPool(limit: 3)
        defer { pool.close() }
        let (threads, continuation) = AsyncStream.makeStream(of: pthread_t.self)
        for _ in 0..<count { try pool.run { continuation.yield(pthread_self()) } }
        let seen = await threads.prefix(count).reduce(into: [pthread_t]()) { $0.append($1) }
        #expect(seen.count == count)
        #expect(Set(seen).count <= 3)
    }

    @Test("work that waits for other work gets a second thread")
    func concurrency() async throws {
        let pool = try WorkerPool(limit: 2)
        defer { pool.close() }
        var pipe: [CInt] = [0, 0]
        try #require(Glibc.pipe(&pipe) == 0)
        let (read, write) = (pipe[0], pipe[1])
        await withCheckedContinuation { continuation in
            #expect(throws: Never.self) {
                try pool.run {
                    var byte: UInt8 = 0
                    #expect(Glibc.read(read, &byte, 1) == 1)
                    #expect(byte == 42)
                    continuation.resume()
                }
                try pool.run { [42 as UInt8].withUnsafeBytes { _ = Glibc.write(write, $0.baseAddress, 1) } }
            }
        }
        close(read)
        close(write)
    }

    @Test("finishes what it was given before it was closed, and takes no more")
    func closed() async throws {
        let pool = try WorkerPool(limit: 1)
        let (results, continuation) = AsyncStream.makeStream(of: Int.self)
        for index in 0..<10 { try pool.run { continuation.yield(index) } }
        pool.close()
        pool.close()
        #expect(throws: CancellationError.self) { try pool.run {} }
        let seen = await results.prefix(10).reduce(into: [Int]()) { $0.append($1) }
        #expect(seen == Array(0..<10))
    }

    @Test("no signal is delivered to its threads")
    func signals() async throws {
        let pool = try WorkerPool(limit: 1)
        defer { pool.close() }
        let isBlocked = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Bool, any Error>) in
            do {
                try pool.run {
                    var mask = sigset_t()
                    pthread_sigmask(SIG_BLOCK, nil, &mask)
                    let signals = [SIGTERM, SIGINT, SIGHUP, SIGPIPE]
                    continuation.resume(returning: signals.allSatisfy { sigismember(&mask, $0) == 1 })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        #expect(isBlocked)
    }
}
