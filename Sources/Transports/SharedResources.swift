internal import Queueing

/// What all links of a transport have together, on whichever event loop they live: what they are limited by, and memory to wait in.
struct SharedResources: Sendable {
    let halfOpen = HalfOpenConnections()
    let gate = AuthenticationGate()
    let census: ConnectionCensus
    let memory: QueueMemory

    init(_ policy: ClientPolicy) {
        census = ConnectionCensus(policy.limits)
        memory = QueueMemory(budget: policy.queueMemory)
    }
}
