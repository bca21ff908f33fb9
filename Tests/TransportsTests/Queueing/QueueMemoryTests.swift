import Testing

@testable import Transports

@Suite struct QueueMemoryTests {
    @Test func `the budget is drawn in steps until it is used up`() {
        let memory = QueueMemory(budget: 3 * QueueMemory.step)
        #expect((0..<5).map { _ in memory.draw() } == [true, true, true, false, false])
        #expect(memory.used == 3 * QueueMemory.step)
        memory.putBack(QueueMemory.step)
        #expect(memory.draw())
        #expect(!memory.draw())
    }
}
