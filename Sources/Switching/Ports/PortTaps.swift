import Frame

/// The taps on a port, which are shown its frames.
///
/// Taps may be added and removed from within a call to one: what they are shown changes with the next frame.
struct PortTaps {
    /// `nil` without taps, so that this is one test for each frame.
    private var taps: [any FrameTap]?

    /// Whether there are none.
    var isEmpty: Bool { taps == nil }

    /// Adds a tap, once.
    mutating func add(_ tap: any FrameTap) {
        remove(tap)
        taps = (taps ?? []) + [tap]
    }

    /// Removes a tap, if it is there.
    mutating func remove(_ tap: any FrameTap) {
        let others = (taps ?? []).filter { $0 !== tap }
        taps = others.isEmpty ? nil : others
    }

    /// Shows a frame to each tap, in the order in which they were added.
    func show(_ frame: RawSpan, _ offload: Offload, _ direction: FrameDirection, at time: Duration) {
        for tap in taps ?? [] { tap.saw(frame, offload, direction, at: time) }
    }
}
