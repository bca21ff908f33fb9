internal import Queueing

/// What all links of a transport have together, on whichever event loop they live: what they are limited by, and memory to wait in.
struct SharedResources: Sendable {
    let halfOpen = HalfOpenConnections()
    let gate = AuthenticationGate()
    let limiter: ConnectionLimiter
    let memory: QueueMemory

    init(_ policy: ClientPolicy) {
        limiter = ConnectionLimiter(policy.limits)
        memory = QueueMemory(budget: policy.queueMemory)
    }
}
