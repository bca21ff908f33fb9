internal import Frame

extension FrameSize {
    /// MTUs that a device may be given: from what IPv4 needs (RFC 791 §3.1) to what a frame can hold.
    static var mtus: ClosedRange<Int> { 68...maximumMTU }

    /// The parameter that gives a device its MTU.
    static func mtuParameter(help: String) -> URIParameter<Int?> { .number("mtu", in: mtus, help: help) }
}
