import Linux
import Switching

/// Tells any number of readers what happens to a node, from whichever thread.
///
/// The newest events are kept, and each reader goes through them at its own pace; what it was too slow for is counted. What peers cannot
/// cause is kept apart, so that nothing they do drives it out.
final class EventHub: Sendable {
    private struct State: Sendable {
        var last: UInt64 = 0
        var causedByPeers = EventRing(capacity: EventHub.capacity)
        var others = EventRing(capacity: EventHub.capacity)
        var isFinished = false
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastReader: UInt64 = 0

        /// The oldest event that is kept of those behind `number`.
        func first(after number: UInt64) -> EventRing.Entry? {
            guard number < last else { return nil }
            let candidates = [causedByPeers.first(after: number), others.first(after: number)]
            return candidates.compactMap(\.self).min { $0.number < $1.number }
        }

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [:] }
            return Array(waiting.values)
        }
    }

    /// How many events of peers are kept, and how many others.
    static let capacity = 1024

    private let state = Locked(State())

    /// Tells an event.
    func yield(_ event: NodeEvent) {
        let waiting = state.withLock { state in
            state.last += 1
            let entry = EventRing.Entry(number: state.last, event: event)
            if event.isCausedByPeer { state.causedByPeers.append(entry) } else { state.others.append(entry) }
            return state.takeWaiting()
        }
        for reader in waiting { reader.resume() }
    }

    /// No more will happen.
    func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            return state.takeWaiting()
        }
        for reader in waiting { reader.resume() }
    }

    /// A number for another reader.
    func newReader() -> UInt64 {
        state.withLock { state in
            state.lastReader += 1
            return state.lastReader
        }
    }

    /// Waits for the next event that is kept of those behind `number`.
    ///
    /// - Parameter reader: the number of the reader, which waits nowhere else.
    /// - Returns: `nil` if there is none to come, or the task was cancelled.
    func next(after number: UInt64, for reader: UInt64) async -> EventRing.Entry? {
        while !Task.isCancelled {
            let (entry, isFinished) = state.withLock { ($0.first(after: number), $0.isFinished) }
            if entry != nil || isFinished { return entry }
            await wait(for: number, as: reader)
        }
        return nil
    }

    private func wait(for number: UInt64, as reader: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // It may have come meanwhile, and the task may have been cancelled.
                    guard state.last <= number, !state.isFinished, !Task.isCancelled else { return false }
                    state.waiting[reader] = continuation
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: reader) }?.resume()
        }
    }
}
