internal import Frame

extension FrameSize {
    /// MTUs that a device may be given: from what IPv4 needs (RFC 791 §3.1) to what a frame can hold.
    static var mtus: ClosedRange<Int> { 68...maximumMTU }
}
