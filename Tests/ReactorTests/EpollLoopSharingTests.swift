import Frame
import Glibc
import Reactor
import Synchronization
import Testing

@Suite("Epoll loop: sharing", .timeLimit(.minutes(1)))
struct EpollLoopSharingTests {
    private let loop: EpollLoop

    init() throws { loop = try EpollLoop() }

    /// Takes longer than a quick handler does.
    private static func dawdle() {
        let end = ContinuousClock.now + .microseconds(300)
        while ContinuousClock.now < end {}
    }

    /// Watches something that can always be read.
    private static func watchReady(on loop: EpollLoop, _ handler: @escaping (Pipe) -> Void) throws {
        let pipe = try Pipe()
        pipe.write(1)
        try loop.watch(pipe.reader, for: .read) { _ in handler(pipe) }
    }

    @Test("a quick handler need not wait for all of the costly ones")
    func quickFirst() async throws {
        let (rounds, sink) = AsyncStream.makeStream(of: [Int].self)
        try await loop.run { [loop] in
            var costlyCalls = 0
            var rounds: [Int] = []
            for _ in 0..<50 {
                try Self.watchReady(on: loop) { _ in
                    costlyCalls += 1
                    Self.dawdle()
                }
            }
            try Self.watchReady(on: loop) { _ in
                rounds.append(costlyCalls)
                costlyCalls = 0
                if rounds.count == 100 { sink.yield(rounds) }
            }
        }
        // At first nobody knows who takes long.
        let calls = await rounds.first(1).joined().suffix(40)
        // Whoever the kernel interrupts may pass for costly once.
        #expect(calls.count { $0 <= 2 } > 20, "\(calls)")
        await loop.stop(grace: .zero)
    }

    @Test("costly handlers take turns")
    func turns() async throws {
        let (order, sink) = AsyncStream.makeStream(of: Int.self)
        try await loop.run { [loop] in
            for number in 0..<10 {
                try Self.watchReady(on: loop) { _ in
                    sink.yield(number)
                    Self.dawdle()
                }
            }
        }
        // The first rounds are over when all are known to take long.
        let later = await order.first(1_300).suffix(1_000)
        let counts = (0..<10).map { number in later.count { $0 == number } }
        #expect(counts == Array(repeating: 100, count: 10), "\(counts)")
        await loop.stop(grace: .zero)
    }

    @Test("an event that waits finds nobody once its watch has ended, or has other interests")
    func endedWhileWaiting() async throws {
        let (events, sink) = AsyncStream.makeStream(of: Int.self)
        try await loop.run { [loop] in
            let pipes = try (0..<8).map { _ in try Pipe() }
            var calls = 0
            for (number, pipe) in pipes.enumerated() {
                pipe.write(1)
                try loop.watch(pipe.reader, for: .read) { _ in
                    calls += 1
                    Self.dawdle()
                    if calls < 100 { return }
                    sink.yield(number)
                    // All others wait in line now.
                    for other in pipes where other.reader != pipe.reader { loop.unwatch(other.reader) }
                    loop.update(pipe.reader, for: [])
                    loop.schedule(after: .milliseconds(20)) { sink.finish() }
                }
            }
        }
        #expect(await events.first(10).count == 1)
        await loop.stop(grace: .zero)
    }

    @Test("a quick handler need not wait for all jobs")
    func jobs() async throws {
        let (rounds, sink) = AsyncStream.makeStream(of: Int.self)
        let jobCount = 200
        try await loop.run { [loop] in
            nonisolated(unsafe) var done = 0
            for _ in 0..<jobCount {
                loop.execute {
                    done += 1
                    Self.dawdle()
                }
            }
            try Self.watchReady(on: loop) { _ in
                sink.yield(done)
                if done == jobCount { sink.finish() }
            }
        }
        let counts = await rounds.first(.max)
        #expect(counts.last == jobCount)
        #expect(Set(counts).count > jobCount / 2, "\(counts)")
        await loop.stop(grace: .zero)
    }

    @Test("a handler that asks for it is called again, with nothing to read")
    func recall() async throws {
        let pipe = try Pipe()
        pipe.write(1)
        let (calls, sink) = AsyncStream.makeStream(of: Readiness.self)
        try await loop.run { [loop] in
            try loop.watch(pipe.reader, for: .read) { readiness in
                _ = pipe.read()
                sink.yield(readiness)
                // One place in line, however often it asks.
                loop.recall(pipe.reader)
                loop.recall(pipe.reader)
            }
        }
        #expect(await calls.first(5) == Array(repeating: .read, count: 5))
        // Not those who are not listened to.
        try await loop.run { [loop] in
            loop.update(pipe.reader, for: [])
            loop.recall(pipe.reader)
            loop.recall(-1)
            loop.schedule(after: .milliseconds(20)) { sink.finish() }
        }
        for await _ in calls {}
        await loop.stop(grace: .zero)
    }

    @Test("a handler is told how long it has taken")
    func elapsed() async throws {
        let (shares, sink) = AsyncStream.makeStream(of: Duration.self)
        try await loop.run { [loop] in
            try Self.watchReady(on: loop) { pipe in
                Self.dawdle()
                sink.yield(loop.elapsed)
                loop.unwatch(pipe.reader)
            }
        }
        #expect(try #require(await shares.first(1).first) >= .microseconds(300))
        await loop.stop(grace: .zero)
    }
}
