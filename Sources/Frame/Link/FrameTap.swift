/// Sees the frames that pass a place, such as one that writes a capture.
public protocol FrameTap: AnyObject {
    /// A frame passes.
    ///
    /// - Parameters:
    ///   - frame: from the destination address, without FCS. Borrowed for the call.
    ///   - offload: what is left to do to it.
    ///   - direction: where it goes.
    func saw(_ frame: RawSpan, _ offload: Offload, _ direction: FrameDirection)
}

/// Which way a frame goes, as seen from the switch.
public enum FrameDirection: Sendable, Hashable {
    /// A link has delivered it.
    case received
    /// A link has taken it, to send it.
    case sent
}
