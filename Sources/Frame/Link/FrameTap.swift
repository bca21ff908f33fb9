/// Sees the frames that pass a place, such as the port of a switch, for a capture.
///
/// Called on the event loop of the link, between one frame and the next: take what is needed and return. A device with a queue for each
/// loop has its taps called on all of them, at the same time.
public protocol FrameTap: AnyObject, Sendable {
    /// A frame passes.
    ///
    /// - Parameters:
    ///   - frame: from the destination address, without FCS. Borrowed for the call. May be malformed where it was received.
    ///   - offload: what is left to do to the frame, which may be a super-frame.
    ///   - direction: from the link or to it.
    ///   - time: ``EventLoop/now`` of the loop.
    func saw(_ frame: RawSpan, _ offload: Offload, _ direction: FrameDirection, at time: Duration)
}

/// Which way a frame goes, as seen from the switch.
public enum FrameDirection: Sendable, Hashable {
    /// A link has delivered it; no policy has been asked yet.
    case received
    /// A link has taken it, to send it.
    case sent
}
