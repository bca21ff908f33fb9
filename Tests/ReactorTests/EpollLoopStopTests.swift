import Frame
import Glibc
import Reactor
import Synchronization
import Testing

@Suite("Epoll loop: stop", .timeLimit(.minutes(1)))
struct EpollLoopStopTests {
    private final class Token: Sendable {}

    /// Calls the loop when it goes, as an object that owns a descriptor may.
    private final class Owner: Sendable {
        let loop: EpollLoop
        let pipe: Pipe

        init(_ loop: EpollLoop, _ pipe: Pipe) { (self.loop, self.pipe) = (loop, pipe) }

        deinit {
            loop.unwatch(pipe.reader)
            loop.cancel(TimerID(rawValue: 0))
        }
    }

    @Test("an object that goes with its handler or timer may call the loop once more")
    func reentrance() async throws {
        let loop = try EpollLoop()
        try await loop.run {
            let (first, second, third) = (try Pipe(), try Pipe(), try Pipe())
            for pipe in [first, second, third] {
                let owner = Owner(loop, pipe)
                try loop.watch(pipe.writer, for: []) { _ in _ = owner }
            }
            loop.unwatch(first.writer)
            try loop.watch(second.writer, for: []) { _ in }
            loop.cancel({ [owner = Owner(loop, first)] in loop.schedule(after: .seconds(1)) { _ = owner } }())
            loop.schedule(after: .seconds(1)) { [owner = Owner(loop, first)] in _ = owner }
        }
        await loop.stop(grace: .zero)
    }

    @Test("waits until nothing is watched any more")
    func waitsForWatches() async throws {
        let loop = try EpollLoop()
        let pipe = try Pipe()
        let hasEnded = Atomic<Bool>(false)
        try await loop.run {
            try loop.watch(pipe.reader, for: .read) { _ in
                hasEnded.store(true, ordering: .relaxed)
                loop.unwatch(pipe.reader)
            }
            loop.schedule(after: .milliseconds(5)) { pipe.write(1) }
        }
        await loop.stop(grace: .seconds(50))
        let ended = hasEnded.load(ordering: .relaxed)
        #expect(ended)
    }

    @Test("does not wait longer than it is told to")
    func grace() async throws {
        let loop = try EpollLoop()
        let pipe = try Pipe()
        try await loop.run {
            try loop.watch(pipe.reader, for: .read) { _ in }
            loop.schedule(after: .seconds(3600)) {}
        }
        await loop.stop(grace: .milliseconds(5))
    }

    @Test("a second, more impatient call shortens the wait of the first")
    func impatient() async throws {
        let loop = try EpollLoop()
        let pipe = try Pipe()
        try await loop.run { try loop.watch(pipe.reader, for: .read) { _ in } }
        async let patient: Void = loop.stop(grace: .seconds(3600))
        await loop.stop(grace: .milliseconds(1))
        await patient
        await loop.stop()
    }

    @Test("runs the jobs that were there before")
    func jobs() async throws {
        let loop = try EpollLoop()
        let count = Atomic<Int>(0)
        for _ in 0..<5000 { loop.execute { count.add(1, ordering: .relaxed) } }
        await loop.stop(grace: .zero)
        let total = count.load(ordering: .relaxed)
        #expect(total == 5000)
    }

    @Test("lets go of handlers, timers and itself")
    func memory() async throws {
        weak var token: Token?
        weak var weakLoop: EpollLoop?
        do {
            let loop = try EpollLoop()
            let pipe = try Pipe()
            let strong = Token()
            (token, weakLoop) = (strong, loop)
            try await loop.run {
                try loop.watch(pipe.reader, for: .read) { _ in _ = strong }
                loop.schedule(after: .seconds(3600)) { _ = (strong, loop) }
            }
            await loop.stop(grace: .zero)
        }
        // The thread lets go of the loop after it has said that it is over.
        while weakLoop != nil { await Task.yield() }
        #expect(token == nil)
    }

    @Test("offloads nothing after its end")
    func offload() async throws {
        let loop = try EpollLoop()
        await loop.stop()
        await #expect(throws: CancellationError.self) { try await loop.offload {} }
    }
}
