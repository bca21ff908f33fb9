package import Frame

/// A tap that keeps what it is shown.
package final class RecordingTap: FrameTap {
    private let state = Locked(State())

    private struct State: Sendable {
        var seen: [Sight] = []
        var onSight: @Sendable () -> Void = {}
    }

    /// A frame, and how it passed.
    package struct Sight: Equatable, Sendable {
        package let frame: [UInt8]
        package let direction: FrameDirection
        package let offload: Offload
        package let time: Duration

        package init(
            _ frame: [UInt8], _ direction: FrameDirection, offload: Offload = .none,
            at time: Duration = .seconds(86_400)
        ) {
            (self.frame, self.direction, self.offload, self.time) = (frame, direction, offload, time)
        }
    }

    package init() {}

    package var seen: [Sight] { state.withLock { $0.seen } }

    /// Has `body` run whenever a frame was seen.
    package func onSight(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onSight = body } }

    package func saw(_ frame: RawSpan, _ offload: Offload, _ direction: FrameDirection, at time: Duration) {
        let sight = Sight(frame.withUnsafeBytes { Array($0) }, direction, offload: offload, at: time)
        let onSight = state.withLock { state in
            state.seen.append(sight)
            return state.onSight
        }
        onSight()
    }
}
