import Conformance
import Frame
import Testing

@Suite("Manual loop")
struct ManualLoopTests {
    private let loop = ManualLoop()

    /// What has happened, in order.
    private final class Log { var entries: [String] = [] }

    private actor Resident {
        let loop: ManualLoop
        private(set) var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(_ loop: ManualLoop) { self.loop = loop }
        func increment() { count += 1 }
        nonisolated func incrementNow() { assumeIsolated { $0.increment() } }
        nonisolated func countNow() -> Int { assumeIsolated { $0.count } }
    }

    @Test("time passes only when a test says so")
    func time() {
        #expect(loop.now == .zero)
        loop.advance(by: .seconds(30))
        loop.advance(by: .milliseconds(1))
        #expect(loop.now == .milliseconds(30_001))
    }

    @Test("timers fire in order, each at its own time, with those that they add")
    func timers() {
        let log = Log()
        loop.schedule(after: .seconds(3)) { log.entries.append("c \(loop.now)") }
        loop.schedule(after: .seconds(1)) {
            log.entries.append("a \(loop.now)")
            loop.schedule(after: .seconds(1)) { log.entries.append("b \(loop.now)") }
        }
        loop.schedule(after: .seconds(3)) { log.entries.append("d \(loop.now)") }
        loop.schedule(after: .seconds(6)) { log.entries.append("not yet") }
        #expect(loop.nextDeadline == .seconds(1))
        #expect(loop.advance(by: .seconds(5)) == 4)
        #expect(log.entries == ["a 1.0 seconds", "b 2.0 seconds", "c 3.0 seconds", "d 3.0 seconds"])
        #expect(loop.now == .seconds(5))
        #expect(loop.nextDeadline == .seconds(6))
    }

    @Test("a cancelled timer does not fire")
    func cancel() {
        let timer = loop.schedule(after: .seconds(1)) { Issue.record("fired") }
        loop.cancel(timer)
        loop.cancel(timer)
        #expect(loop.advance(by: .seconds(2)) == 0)
        #expect(loop.nextDeadline == nil)
    }

    @Test("a timer never fires in the past")
    func overdue() {
        let log = Log()
        loop.advance(by: .seconds(5))
        loop.schedule(after: .seconds(-3)) { log.entries.append("\(loop.now)") }
        loop.advance(by: .zero)
        #expect(log.entries == ["5.0 seconds"])
    }

    @Test("handlers are called when a test says so, for what they want to know and for failures")
    func readiness() throws {
        let log = Log()
        try loop.watch(7, for: .read) { log.entries.append("\($0.rawValue)") }
        #expect(loop.interest(in: 7) == .read)
        #expect(loop.makeReady(7, for: [.read, .write]))
        #expect(!loop.makeReady(7, for: .write))
        #expect(loop.makeReady(7, for: .failed))
        loop.update(7, for: .write)
        #expect(loop.makeReady(7, for: .write))
        loop.unwatch(7)
        #expect(!loop.makeReady(7, for: .write))
        #expect(loop.interest(in: 7) == nil)
        #expect(log.entries == ["1", "4", "2"])
    }

    @Test("jobs wait until a test runs them")
    func jobs() async {
        let (numbers, sink) = AsyncStream.makeStream(of: Int.self)
        loop.execute { [loop] in
            sink.yield(1)
            loop.execute { sink.yield(3) }
        }
        loop.execute { sink.yield(2) }
        #expect(loop.runJobs() == 3)
        #expect(loop.runJobs() == 0)
        sink.finish()
        #expect(await numbers.reduce(into: []) { $0.append($1) } == [1, 2, 3])
    }

    @Test("jobs run at once when a test wants them so")
    func inline() async {
        let loop = ManualLoop(runsJobsInline: true)
        let (numbers, sink) = AsyncStream.makeStream(of: Int.self)
        loop.execute { sink.yield(1) }
        sink.yield(2)
        sink.finish()
        #expect(await numbers.reduce(into: []) { $0.append($1) } == [1, 2])
        let resident = Resident(loop)
        await resident.increment()
        #expect(await resident.count == 1)
    }

    @Test("is the executor of an actor, which may be entered without waiting")
    func actor() async {
        let resident = Resident(loop)
        resident.incrementNow()
        let increment = Task { await resident.increment() }
        while loop.runJobs() == 0 { await Task.yield() }
        await increment.value
        resident.incrementNow()
        let inline = resident.countNow()
        #expect(inline == 3)
    }

    @Test("does offloaded work on the spot, and passes on its error")
    func offload() async throws {
        #expect(try await loop.offload { 42 } == 42)
        await #expect(throws: TransportError.silent) { try await loop.offload { throw TransportError.silent } }
    }

    @Test("has scratch memory for a frame and more")
    func scratch() {
        #expect(loop.scratch.count == 1_048_576)
        #expect(ManualLoop(scratchCount: 1_000).scratch.count == 1_000)
    }

    @Test("a descriptor that is recalled is ready when time may pass, and not before")
    func recall() throws {
        let log = Log()
        try loop.watch(7, for: .read) { log.entries.append("\($0.rawValue)") }
        loop.recall(7)
        #expect(log.entries == [] && loop.nextDeadline == .zero)
        #expect(loop.advance(by: .zero) == 1)
        #expect(log.entries == ["1"])
    }

    @Test("handlers have taken as long as a test says, and no time at first")
    func elapsed() {
        #expect(loop.elapsed == .zero)
        loop.letHandlersTake(.milliseconds(3))
        #expect(loop.elapsed == .milliseconds(3) && loop.now == .zero)
    }
}
