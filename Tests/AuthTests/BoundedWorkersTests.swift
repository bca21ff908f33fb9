import Glibc
import Testing

@testable import Auth

@Suite struct BoundedWorkersTests {
    @Test func `what is done makes room for more, and what is too much is turned away`() async throws {
        let workers = try BoundedWorkers(limit: 2, waiting: 3)
        for number in 0..<20 { #expect(try await workers.run { number } == number) }
        let gate = try Gate()
        let turnedAway = try await gate.turnedAway(by: workers, of: 8, expecting: 3)
        #expect(turnedAway == 3)
    }

    @Test func `what fails makes room for more, too`() async throws {
        struct Failure: Error {}
        let workers = try BoundedWorkers(limit: 1, waiting: 1)
        for _ in 0..<5 { await #expect(throws: Failure.self) { try await workers.run { throw Failure() } } }
    }

    @Test(
        .enabled(
            if: geteuid() == 0 || getpriority(Int32(PRIO_PROCESS.rawValue), 0) <= 5,
            "only root may be less nice than it was"))
    func `its threads leave the processor to others`() async throws {
        let workers = try BoundedWorkers(limit: 1, waiting: 0)
        #expect(try await workers.run { getpriority(Int32(PRIO_PROCESS.rawValue), 0) } == 5)
    }
}
