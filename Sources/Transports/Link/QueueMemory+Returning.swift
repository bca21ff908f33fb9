internal import CLinux
internal import Frame
internal import Queueing

extension QueueMemory {
    /// How long more is waited for: those who leave seldom leave alone.
    private static let returnDelay = Duration.seconds(1)

    /// Bytes were freed: when they are many, they are given back to the system soon.
    func freed(_ byteCount: Int, on loop: any EventLoop) {
        guard isWorthReturning(afterFreeing: byteCount) else { return }
        loop.schedule(after: Self.returnDelay) { [self] in
            // It takes the longer the more there is, and delays nothing else on a thread of its own.
            Task { try? await loop.offload { [self] in returnFreed { _ = malloc_trim(0) } } }
        }
    }
}
