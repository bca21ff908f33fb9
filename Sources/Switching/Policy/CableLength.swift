import Frame

/// What a frame costs on a cable, where a super-frame is as many frames as it is cut into.
enum CableLength {
    /// Bytes around each frame: preamble, checksum and gap (IEEE 802.3 §3.1.1, §4.4.2).
    static let overhead = 24
    /// The shortest frame on a cable, without its checksum (IEEE 802.3 §4.4.2).
    static let least = 60
    /// One of the longest ordinary frames, with a VLAN tag, and what is around it, in bytes (IEEE 802.3 §4.4.2).
    static let longest = 1542.0

    /// Bytes, so that a limit in bytes also bounds the number of short frames.
    static func bytes(_ byteCount: Int, _ offload: Offload) -> Double {
        let count = count(byteCount, offload)
        let headers = (count - 1) * Int(offload.headerLength)
        return Double(max(byteCount + headers, count * least) + count * overhead)
    }

    /// Frames.
    static func frames(_ byteCount: Int, _ offload: Offload) -> Double { Double(count(byteCount, offload)) }

    private static func count(_ byteCount: Int, _ offload: Offload) -> Int {
        guard offload.segmentation != .none, offload.segmentSize > 0 else { return 1 }
        let payload = max(1, byteCount - Int(offload.headerLength))
        return (payload + Int(offload.segmentSize) - 1) / Int(offload.segmentSize)
    }
}
