import CLinux
import Conformance
import Frame
import Glibc
import Linux
import Testing

@testable import Node

@Suite struct NetworkWatchTests {
    private let loop = ManualLoop(runsJobsInline: true)

    private final class Count: Sendable {
        let changes = Locked(0)
        var value: Int { changes.withLock { $0 } }
    }

    @Test("A swarm of changes is told once, when it may be over")
    func swarm() async throws {
        let source = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
        let count = Count()
        let watch = NetworkWatch([source], on: loop) { count.changes.withLock { $0 += 1 } }
        try await watch.open()
        for _ in 0..<3 {
            eventfd_write(source, 1)
            #expect(loop.makeReady(source, for: .read))
        }
        loop.advance(by: .milliseconds(999))
        #expect(count.value == 0)
        loop.advance(by: .milliseconds(1))
        #expect(count.value == 1)
        loop.advance(by: .seconds(60))
        #expect(count.value == 1)

        eventfd_write(source, 1)
        loop.makeReady(source, for: .read)
        await watch.close()
        loop.advance(by: .seconds(60))
        #expect(count.value == 1)
        #expect(loop.interest(in: source) == nil)
    }

    @Test("A source that has ended tells so once more, and holds nothing up")
    func ended() async throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let count = Count()
        let watch = NetworkWatch([ends[0]], on: loop) { count.changes.withLock { $0 += 1 } }
        try await watch.open()
        close(ends[1])
        loop.makeReady(ends[0], for: .read)
        loop.advance(by: .seconds(1))
        #expect(count.value == 1)
        await watch.close()
    }

    @Test("The kernel has something to watch, and closing forgets it")
    func kernel() async throws {
        let watch = try NetworkWatch(on: loop) {}
        try await watch.open()
        await watch.close()
    }
}
