import Testing

@testable import Reactor

@Suite("Job queue")
struct JobQueueTests {
    private let queue = JobQueue()

    private func append() -> Bool { queue.append(.closure {}) }

    @Test("asks for the loop to be woken once a burst")
    func burst() {
        #expect(queue.canSleep())
        #expect(append())
        #expect(!append())
        #expect(!append())
    }

    @Test("asks for nothing while the loop is awake")
    func awake() {
        #expect(!append())
    }

    @Test("does not let the loop sleep while there are jobs")
    func sleepless() {
        _ = append()
        #expect(!queue.canSleep())
        #expect(!append())
        var jobs: [JobQueue.Job] = []
        queue.swap(&jobs)
        #expect(jobs.count == 2)
        #expect(queue.canSleep())
    }

    @Test("a loop that woke by itself and took the jobs needs no waking")
    func wokeByItself() {
        #expect(queue.canSleep())
        var jobs: [JobQueue.Job] = []
        queue.swap(&jobs)
        #expect(!append())
    }

    @Test("keeps the memory of both arrays")
    func capacity() {
        var jobs: [JobQueue.Job] = []
        jobs.reserveCapacity(1000)
        queue.swap(&jobs)
        #expect(jobs.capacity < 1000)
        queue.swap(&jobs)
        #expect(jobs.capacity >= 1000)
    }
}
