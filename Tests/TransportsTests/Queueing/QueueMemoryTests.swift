import Conformance
import Testing

@testable import Transports

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

    @Test func `a second after 16 MiB were freed they are given back to the system, once`() {
        let (memory, loop) = (QueueMemory(), ManualLoop())
        memory.freed(Self.leastReturn - 1, on: loop)
        #expect(loop.nextDeadline == nil)
        memory.freed(1, on: loop)
        #expect(loop.nextDeadline == .seconds(1))
        memory.freed(Self.leastReturn, on: loop)
        #expect(loop.advance(by: .seconds(1)) == 1)
    }

    @Test func `what is freed after that is given back as well`() async throws {
        let (memory, loop) = (QueueMemory(), ManualLoop())
        memory.freed(Self.leastReturn, on: loop)
        loop.advance(by: .seconds(1))
        let deadline: Duration = try await eventually {
            memory.freed(Self.leastReturn, on: loop)
            return loop.nextDeadline
        }
        #expect(deadline == .seconds(2))
    }

    @Test func `a server's queues have 256 MiB unless told otherwise`() throws {
        #expect(ClientPolicy().queueMemory == 268_435_456)
        #expect(SharedResources(ClientPolicy()).memory.isShort == false)
        let memory = QueueMemory()
        memory.note(change: 268_435_455)
        #expect(!memory.isShort)
        memory.note(change: 1)
        #expect(memory.isShort)
    }
}
