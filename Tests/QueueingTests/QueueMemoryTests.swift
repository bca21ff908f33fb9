import Testing

@testable import Queueing

@Suite struct QueueMemoryTests {
    private static let leastReturn = 16 * 1_048_576

    @Test func `the budget is drawn in steps until it is used up`() {
        let memory = QueueMemory(budget: 3 * QueueMemory.step)
        #expect((0..<5).map { _ in memory.draw() } == [true, true, true, false, false])
        #expect(memory.used == 3 * QueueMemory.step)
        memory.putBack(QueueMemory.step)
        #expect(memory.draw())
        #expect(!memory.draw())
    }

    @Test func `it is short when all of it is used, and what links note counts`() {
        let memory = QueueMemory(budget: 1_000)
        memory.note(change: 999)
        #expect(!memory.isShort)
        memory.note(change: 1)
        #expect(memory.isShort)
        memory.note(change: -1)
        #expect(!memory.isShort && memory.used == 999)
    }

    @Test func `16 MiB that were freed are worth returning, once until that is done`() {
        let memory = QueueMemory()
        #expect(!memory.isWorthReturning(afterFreeing: Self.leastReturn - 1))
        #expect(memory.isWorthReturning(afterFreeing: 1))
        #expect(!memory.isWorthReturning(afterFreeing: Self.leastReturn))
        var isDone = false
        memory.returnFreed { isDone = true }
        #expect(isDone)
        #expect(!memory.isWorthReturning(afterFreeing: Self.leastReturn - 1))
        #expect(memory.isWorthReturning(afterFreeing: 1))
    }

    @Test func `queues have 256 MiB unless told otherwise`() {
        let memory = QueueMemory()
        memory.note(change: 268_435_455)
        #expect(!memory.isShort)
        memory.note(change: 1)
        #expect(memory.isShort)
    }
}
