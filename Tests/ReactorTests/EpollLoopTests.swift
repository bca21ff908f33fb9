import CLinux
import Frame
import Glibc
import Reactor
import Synchronization
import Testing

/// An actor that lives on a loop.
private actor Resident {
    private let loop: EpollLoop
    private var count = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ loop: EpollLoop) { self.loop = loop }

    func increment() -> Int {
        loop.preconditionIsolated()
        count += 1
        return count
    }

    /// Enters the actor without waiting, as the handlers of the loop do.
    nonisolated func incrementNow() -> Int {
        assumeIsolated { resident in
            resident.count += 1
            return resident.count
        }
    }

    func waitForTimer() async {
        await withCheckedContinuation { continuation in
            loop.schedule(after: .milliseconds(1)) { continuation.resume() }
        }
        loop.preconditionIsolated()
    }
}

@Suite("Epoll loop", .timeLimit(.minutes(1)))
struct EpollLoopTests {
    private let loop: EpollLoop

    init() throws { loop = try EpollLoop() }

    @Test("runs jobs in the order they were given, all on one thread")
    func jobs() async throws {
        let (numbers, sink) = AsyncStream.makeStream(of: Int.self)
        let (threads, threadSink) = AsyncStream.makeStream(of: pthread_t.self)
        for number in 0..<10_000 {
            loop.execute {
                sink.yield(number)
                threadSink.yield(pthread_self())
            }
        }
        #expect(await numbers.first(10_000) == Array(0..<10_000))
        #expect(Set(await threads.first(10_000)).count == 1)
        await loop.stop()
    }

    @Test("takes jobs from many threads at once and loses none")
    func contention() async throws {
        let (numbers, sink) = AsyncStream.makeStream(of: Int.self)
        for thread in 0..<8 {
            Task { [loop] in
                for number in 0..<1000 { loop.execute { sink.yield(thread * 1000 + number) } }
            }
        }
        #expect(Set(await numbers.first(8000)) == Set(0..<8000))
        await loop.stop()
    }

    @Test("is the executor of an actor")
    func actor() async throws {
        let resident = Resident(loop)
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { _ = await resident.increment() } }
        }
        #expect(await resident.increment() == 101)
        #expect(try await loop.run { resident.incrementNow() } == 102)
        await resident.waitForTimer()
        await loop.stop()
    }

    @Test("knows its own thread from others")
    func isolation() async throws {
        #expect(loop.isIsolatingCurrentContext() == false)
        let isOnItsOwn = try await loop.run { [loop] in loop.isIsolatingCurrentContext() }
        #expect(isOnItsOwn == true)
        let other = try EpollLoop()
        let isOnAnother = try await other.run { [loop] in loop.isIsolatingCurrentContext() }
        #expect(isOnAnother == false)
        await other.stop()
        await loop.stop()
    }

    @Test("jobs that beget jobs starve neither descriptors nor timers")
    func fairness() async throws {
        let (events, sink) = AsyncStream.makeStream(of: String.self)
        let pipe = try Pipe()
        let isDone = Atomic<Bool>(false)
        @Sendable func again() {
            if !isDone.load(ordering: .relaxed) { loop.execute { again() } }
        }
        again()
        try await loop.run { [loop] in
            try loop.watch(pipe.reader, for: .read) { _ in
                sink.yield("descriptor")
                loop.unwatch(pipe.reader)
            }
            loop.schedule(after: .zero) { sink.yield("timer") }
            pipe.write(1)
        }
        #expect(Set(await events.first(2)) == ["descriptor", "timer"])
        isDone.store(true, ordering: .relaxed)
        await loop.stop()
    }

    @Test("timers fire in the order of time, not before it, and not when cancelled")
    func timers() async throws {
        let (events, sink) = AsyncStream.makeStream(of: String.self)
        try await loop.run { [loop] in
            let start = loop.now
            loop.schedule(after: .milliseconds(20)) {
                #expect(loop.now - start >= .milliseconds(20))
                sink.yield("second")
                sink.finish()
            }
            let cancelled = loop.schedule(after: .milliseconds(2)) { sink.yield("cancelled") }
            loop.schedule(after: .milliseconds(1)) { sink.yield("first") }
            loop.schedule(after: .seconds(-1)) { sink.yield("overdue") }
            loop.cancel(cancelled)
            loop.cancel(cancelled)
        }
        #expect(await events.first(4) == ["overdue", "first", "second"])
        await loop.stop()
    }

    @Test("the time stands still while an event is handled, and moves on between them")
    func clock() async throws {
        let (first, second) = try await loop.run { [loop] in
            let start = loop.now
            var busy = timespec(tv_sec: 0, tv_nsec: 2_000_000)
            nanosleep(&busy, nil)
            return (start, loop.now)
        }
        #expect(first == second)
        let (times, sink) = AsyncStream.makeStream(of: Duration.self)
        loop.execute { [loop] in loop.schedule(after: .milliseconds(1)) { sink.yield(loop.now) } }
        #expect(try #require(await times.first(1).first) > first)
        await loop.stop()
    }

    @Test("its scratch has room for several of the longest frames")
    func scratch() async throws {
        #expect(loop.scratch.count >= FrameSize.leastScratch)
        #expect(loop.scratch.count == 524_288)
        try await loop.run { [loop] in loop.scratch[loop.scratch.count - 1] = 1 }
        await loop.stop()
    }

    @Test("offloads work to a thread that is not its own, and brings back its result or its error")
    func offload() async throws {
        let isOnLoop = try await loop.offload { [loop] in loop.isIsolatingCurrentContext() }
        #expect(isOnLoop == false)
        let failure = SystemError(call: "look up", code: 2, reason: "not there")
        let error = await #expect(throws: SystemError.self) {
            try await loop.offload { () throws -> Int in throw failure }
        }
        #expect(error == failure)
        await loop.stop()
    }

    @Test("a timer may be a hundred years away")
    func century() async throws {
        let (events, sink) = AsyncStream.makeStream(of: String.self)
        try await loop.run { [loop] in
            _ = loop.schedule(after: .seconds(3_155_760_000)) { sink.yield("late") }
        }
        // It sleeps now, and wakes for others.
        try await loop.run { [loop] in
            _ = loop.schedule(after: .milliseconds(1)) { sink.yield("early") }
        }
        #expect(await events.first(1) == ["early"])
        await loop.stop()
    }

    @Test("no signal is delivered on its thread")
    func signals() async throws {
        let isBlocked = try await loop.run {
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            return [SIGTERM, SIGINT, SIGCHLD, SIGPIPE].allSatisfy { sigismember(&mask, $0) == 1 }
        }
        #expect(isBlocked)
        await loop.stop()
    }
}
