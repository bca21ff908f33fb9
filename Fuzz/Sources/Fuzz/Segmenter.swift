import Frame
import Offloading

/// Super-frames with any metadata: what they are cut into is never longer than it says, and has all of the payload.
func fuzzSegmenter(_ input: Input) -> CInt {
    var input = input
    let segmentations: [Offload.Segmentation] = [.none, .tcp4, .tcp6, .udp]
    let offload = Offload(
        segmentation: segmentations[Int(input.choice() & 3)],
        needsChecksum: true,
        headerLength: UInt16(input.choice()),
        segmentSize: UInt16(input.choice()) << 8 | UInt16(input.choice()),
        checksumStart: UInt16(input.choice()),
        checksumOffset: UInt16(input.choice())
    )
    let frame = Array(input.bytes)
    frame.withUnsafeBytes { bytes in
        var (count, payload) = (0, 0)
        let segmenter = Segmenter(bytes, offload)
        let isSound = OrdinaryFrames.forEach(of: bytes.bytes, offload) { ordinary in
            count += 1
            payload += ordinary.byteCount - (segmenter?.headerLength ?? 0)
        }
        guard isSound, let segmenter else { return }
        require(count == segmenter.count, "\(count) frames instead of \(segmenter.count)")
        require(payload == frame.count - segmenter.headerLength, "payload got lost")
    }
    return 0
}
