import Frame
import Linux
import Synchronization
import Testing

@testable import Reactor

@Suite struct EpollLoopWaitTests {
    @Test func `a loop waits for ever, for its first timer or its end, or not at all where jobs wait`() async throws {
        let loop = try EpollLoop()
        let waits = try await loop.run {
            var waits = [loop.timeout()]
            loop.schedule(after: .milliseconds(2_500)) {}
            waits.append(loop.timeout())
            loop.end(by: loop.now + .milliseconds(3_500))
            waits.append(loop.timeout())
            loop.end(by: loop.now + .milliseconds(1_500))
            waits.append(loop.timeout())
            loop.end(by: loop.now + .milliseconds(3_500))
            waits.append(loop.timeout())
            loop.execute {}
            waits.append(loop.timeout())
            return waits
        }
        #expect(waits[0] < 0)
        #expect(waits.dropFirst() == [2_500, 2_500, 1_500, 1_500, 0])
        await loop.stop(grace: .zero)
    }

    @Test func `a loop that is stopped waits five seconds unless told otherwise`() async throws {
        let (loop, pipe) = (try EpollLoop(), try Pipe())
        try await loop.run { try loop.watch(pipe.reader, for: .read) { _ in } }
        let before = try await loop.run { loop.now }
        async let end: Void = loop.stop()
        var deadline: Duration?
        while deadline == nil { deadline = try await loop.run { loop.deadline } }
        let after = try await loop.run { loop.now }
        #expect(try before...after ~= #require(deadline) - .seconds(5))
        try await loop.run { loop.unwatch(pipe.reader) }
        await end
    }
}

/// What is left when a loop ends.
@Suite(.timeLimit(.minutes(1))) struct EpollLoopEndTests {
    /// Takes longer than a turn has for jobs.
    private static func dawdle() {
        let begin = MonotonicClock.nanoseconds
        while MonotonicClock.nanoseconds - begin < 1_000_000 {}
    }

    @Test func `65,536 jobs are run at the end, and no more: they could go on for ever`() async throws {
        let loop = try EpollLoop()
        let count = Atomic(0)
        try await loop.run {
            loop.execute {
                loop.end(by: .zero)
                Self.dawdle()
            }
            for _ in 0..<65_600 { loop.execute { count.add(1, ordering: .relaxed) } }
            Self.dawdle()
        }
        // Behind all of them; the loop may be over before.
        await loop.stop(grace: .zero)
        let total = count.load(ordering: .relaxed)
        #expect(total == 65_536)
    }
}

@Suite(.timeLimit(.minutes(1))) struct EpollLoopTurnTests {
    /// The time stands still in a turn.
    @Test func `several quick jobs are run in one turn`() async throws {
        let loop = try EpollLoop()
        let (times, sink) = AsyncStream.makeStream(of: Duration.self)
        for _ in 0..<1_000 { loop.execute { sink.yield(loop.now) } }
        let turns = Set(await times.prefix(1_000).reduce(into: []) { $0.append($1) })
        #expect(turns.count < 1_000)
        await loop.stop()
    }
}

/// Events that wait in line, and leave it.
@Suite(.timeLimit(.minutes(1))) struct EpollLoopMemoryTests {
    /// - Parameter isEmptied: whether the line is empty in between.
    @Test(arguments: [(true, 4), (false, 5_000)])
    func `a line does not grow with those that have had their turn`(isEmptied: Bool, bound: Int) async throws {
        let loop = try EpollLoop()
        let (counts, sink) = AsyncStream.makeStream(of: Int.self)
        let pipe = try Pipe()
        try await loop.run {
            var calls = 0
            try loop.watch(pipe.reader, for: .read) { _ in
                calls += 1
                sink.yield(loop.postponed.storedCount)
                guard calls < 10_000 else { return sink.finish() }
                if isEmptied { loop.execute { loop.recall(pipe.reader) } } else { loop.recall(pipe.reader) }
            }
            loop.recall(pipe.reader)
        }
        let all = await counts.reduce(into: []) { $0.append($1) }
        #expect(all.count == 10_000)
        #expect(all.allSatisfy { $0 <= bound })
        await loop.stop(grace: .zero)
    }
}
