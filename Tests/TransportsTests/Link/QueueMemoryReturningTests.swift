import Conformance
import Queueing
import TestSupport
import Testing

@testable import Transports

@Suite struct QueueMemoryReturningTests {
    private static let leastReturn = 16 * 1_048_576

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

    @Test func `a server's queues have 256 MiB unless told otherwise`() {
        #expect(ClientPolicy().queueMemory == 268_435_456)
        #expect(!SharedResources(ClientPolicy()).memory.isShort)
    }
}
