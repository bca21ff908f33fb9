import Frame
import Glibc
import Reactor
import Synchronization
import Testing

@Suite("Epoll loop: stop", .timeLimit(.minutes(1)))
struct EpollLoopStopTests {
    private final class Token: Sendable {}

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
        try await loop.run { try loop.watch(pipe.reader, for: .read) { _ in } }
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
