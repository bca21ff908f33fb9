internal import Frame
internal import Linux
import Synchronization

/// One end of a loopback cable: a socket that one link at a time is plugged into, and what has arrived there for it.
///
/// The link takes frames out on its own thread, the link at the far end puts them in on its own.
final class CableEnd: Sendable {
    fileprivate struct State: Sendable {
        var isTaken = false
        var inbox = FrameQueue()
        /// Where and how the link is told of what has arrived; `nil` until it is started.
        var listener: Listener?
        var isListenerWoken = false
    }

    /// A link that has been started.
    struct Listener: Sendable {
        let loop: any EventLoop
        let wakeUp: @Sendable () -> Void
    }

    private let state = Locked(State())
    // What a link asks for each frame, and so may not wait for a lock. The answer may be a little old, which costs a frame at most.
    private let isTaken = Atomic<Bool>(false)
    private let backlog = Atomic<Int>(0)

    /// The most bytes that wait in one direction.
    static let capacity = 1024 * 1024

    /// Takes the end, unless it is taken.
    func take() -> Bool {
        state.withLock { state in
            guard !state.isTaken else { return false }
            state.isTaken = true
            isTaken.store(true, ordering: .relaxed)
            return true
        }
    }

    /// Tells `listener` of everything that arrives, and of what has arrived before.
    func listen(_ listener: Listener) {
        wake(
            state.withLock { state in
                state.listener = listener
                return state.listenerToWake()
            }
        )
    }

    /// Frees the end.
    ///
    /// What has arrived is lost.
    func free() {
        state.withLock { state in
            state = State()
            isTaken.store(false, ordering: .relaxed)
            backlog.store(0, ordering: .relaxed)
        }
    }

    /// Whether a frame would arrive here, behind `waiting` bytes that are on their way.
    func hasRoom(for frame: RawSpan, behind waiting: Int) -> Bool {
        isTaken.load(ordering: .relaxed)
            && waiting + backlog.load(ordering: .relaxed) + FrameQueue.cost(of: frame) <= Self.capacity
    }

    /// Brings frames, and leaves `frames` empty.
    ///
    /// Nobody gets them if the end is free.
    func deliver(_ frames: inout FrameQueue) {
        wake(
            state.withLock { state in
                guard state.isTaken else { return nil }
                if state.inbox.isEmpty {
                    swap(&state.inbox, &frames)
                } else {
                    state.inbox.append(frames)
                }
                backlog.store(state.inbox.byteCount, ordering: .relaxed)
                return state.listenerToWake()
            }
        )
        frames.removeAll()
    }

    /// Exchanges `empty` for what has arrived.
    func collect(_ empty: inout FrameQueue) {
        state.withLock { state in
            swap(&state.inbox, &empty)
            state.isListenerWoken = false
            backlog.store(0, ordering: .relaxed)
        }
    }

    private func wake(_ listener: Listener?) { if let listener { listener.loop.execute(listener.wakeUp) } }
}

extension CableEnd.State {
    /// Whom to wake, once until the frames are collected.
    fileprivate mutating func listenerToWake() -> CableEnd.Listener? {
        guard !inbox.isEmpty, !isListenerWoken, let listener else { return nil }
        isListenerWoken = true
        return listener
    }
}
