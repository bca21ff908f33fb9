import Frame
import Glibc
import Synchronization
import Testing

@testable import Reactor

@Suite(.timeLimit(.minutes(1))) struct EpollSetTests {
    @Test func `256 events are taken at once, and what is left over the next time`() throws {
        let set = try EpollSet()
        let pipes = try (0..<300).map { _ in try Pipe() }
        for (number, pipe) in pipes.enumerated() {
            try set.add(pipe.reader, for: .read, token: UInt64(number))
            pipe.write(1)
        }
        let first = set.wait(timeout: 0)
        #expect(first == 256)
        var seen = Set((0..<first).compactMap { set.event($0)?.token })
        for token in seen { set.remove(pipes[Int(token)].reader) }
        let second = set.wait(timeout: 0)
        #expect(second == 44)
        seen.formUnion((0..<second).compactMap { set.event($0)?.token })
        #expect(seen == Set(0..<300))
    }

    /// Interrupts a thread until it is told that it has noticed.
    private final class Nuisance: Sendable {
        let isOver = Atomic(false)
    }

    @Test func `a wait that is interrupted has found nothing`() async throws {
        let helper = try EpollLoop()
        try interrupt(by: helper)
        await helper.stop()
    }

    private func interrupt(by helper: EpollLoop) throws {
        let set = try EpollSet()
        let (thread, nuisance) = (pthread_self(), Nuisance())
        signal(SIGUSR2) { _ in }
        var (wanted, previous) = (sigset_t(), sigset_t())
        sigemptyset(&wanted)
        sigaddset(&wanted, SIGUSR2)
        pthread_sigmask(SIG_UNBLOCK, &wanted, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        helper.execute {
            while !nuisance.isOver.load(ordering: .acquiring) {
                pthread_kill(thread, SIGUSR2)
                sched_yield()
            }
        }
        // A minute, but for the signal.
        #expect(set.wait(timeout: 60_000) == 0)
        nuisance.isOver.store(true, ordering: .releasing)
    }

    @Test func `a bell ends a wait, once`() throws {
        let set = try EpollSet()
        #expect(set.wait(timeout: 0) == 0)
        set.ring()
        set.ring()
        #expect(set.wait(timeout: -1) == 1)
        #expect(set.event(0) == nil)
        #expect(set.wait(timeout: 0) == 0)
    }

    @Test func `readiness is told as it is asked for, and failures unasked`() throws {
        let set = try EpollSet()
        let pipe = try Pipe()
        try set.add(pipe.writer, for: .read, token: 7)
        #expect(set.wait(timeout: 0) == 0)
        try set.modify(pipe.writer, for: .write, token: 8)
        #expect(set.wait(timeout: 0) == 1)
        let event = set.event(0)
        #expect(event?.token == 8)
        #expect(event?.readiness == .write)
        set.remove(pipe.writer)
        #expect(set.wait(timeout: 0) == 0)
    }
}
