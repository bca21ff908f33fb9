internal import Frame
import Synchronization

/// A receiver that writes down what a link tells it, and every rule that it breaks in doing so.
final class Probe: FrameReceiver {
    /// What has arrived, without what a host says by itself.
    private(set) var frames: [ProbeFrame] = []
    private(set) var isDrained = true
    private(set) var isClosed = false
    /// The first rule that was broken.
    private(set) var failure: ConformanceFailure?

    /// Done at the first frame.
    private var onFirstFrame: (() -> Void)?
    /// Whether the link was closed by its owner.
    private var isSilenced = false
    private let loop: any EventLoop
    private let activity: LinkProbe.Activity

    init(on loop: any EventLoop, _ activity: LinkProbe.Activity) {
        (self.loop, self.activity) = (loop, activity)
    }

    /// Does something at the first frame, from within `received`.
    func atFirstFrame(_ action: @escaping () -> Void) { onFirstFrame = action }

    /// The link was closed by its owner: it may call nothing more.
    func silence() { isSilenced = true }

    func received(_ frame: RawSpan, _ offload: Offload) {
        note("received")
        guard let frame = ProbeFrame(frame) else { return }
        isDrained = false
        frames.append(frame)
        let action = onFirstFrame
        onFirstFrame = nil
        action?()
    }

    func dropped(_ reason: DropReason) { note("dropped") }

    func drained() {
        note("drained")
        isDrained = true
    }

    func closed(_ reason: (any Error)?) {
        note("closed")
        isClosed = true
    }

    private func note(_ call: String) {
        if isSilenced { fail(.silence, "it called \(call)") }
        if isClosed { fail(.end, "\(call) was called after it") }
        if activity.isSending.load(ordering: .relaxed) { fail(.reentrance, "it called \(call)") }
        if loop.isIsolatingCurrentContext() == false { fail(.isolation, "\(call) was called on another thread") }
    }

    private func fail(_ rule: ConformanceRule, _ detail: String) {
        if failure == nil { failure = ConformanceFailure(rule, detail) }
    }
}
