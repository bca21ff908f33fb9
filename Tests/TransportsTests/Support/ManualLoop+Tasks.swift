import Conformance
import Linux
import TLSSupport
import TestSupport

@testable import HTTP
@testable import Queueing
@testable import Streams
@testable import TLS
@testable import Transports

extension ManualLoop {
    /// Runs jobs until the next deadline is this one; in vain if it never is.
    func settle(at deadline: Duration) async {
        while nextDeadline != deadline {
            runJobs()
            await Task.yield()
        }
    }

    /// What comes of a task.
    ///
    /// - Parameter makeReady: lets handlers know what has become ready, each time that the jobs were run.
    func outcome<Value: Sendable>(of task: Task<Value, Never>, _ makeReady: () -> Void) async -> Value {
        let isDone = Locked(false)
        let waiting = Task {
            defer { isDone.withLock { $0 = true } }
            return await task.value
        }
        while !isDone.withLock({ $0 }) {
            runJobs()
            makeReady()
            await Task.yield()
        }
        return await waiting.value
    }
}
