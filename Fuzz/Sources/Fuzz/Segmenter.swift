import Frame

@testable import Offloading

/// Super-frames with metadata that is right, or lies: they are cut as the slow way cuts them, or refused if it refuses them.
func fuzzSegmenter(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    var script = PacketScript()
    var headed: HeadedFrame
    if choice & 1 == 0 {
        let segmentSize = input.length()
        headed = HeadedFrame(
            script.next(&input, from: [2, 0, 0, 0, 0, 1], to: [2, 0, 0, 0, 0, 2]), segmentSize: segmentSize)
        if choice & 2 != 0 { headed.lie(&input) }
    } else {
        guard let read = HeadedFrame(reading: Array(input.bytes)) else { return 0 }
        headed = read
    }
    // One byte in each segment only where there are few of them.
    if headed.segmentSize > 0 { headed.segmentSize = max(headed.segmentSize, headed.frame.count / 16_384) }
    // No link passes a longer frame on.
    guard headed.frame.count <= FrameSize.maximum, var offload = headed.offload else { return 0 }
    offload.losesSegment = choice & 4 != 0 && offload.segmentation != .none
    check(headed, offload)
    return 0
}

private func check(_ headed: HeadedFrame, _ offload: Offload) {
    var expected = headed.ordinaryFrames
    if (headed.headersEnd ?? 0) > Segmenter.maximumHeaderLength, offload.segmentation != .none { expected = nil }
    // Without anything left to do the frame is passed on as it is, and not asked about.
    guard offload.segmentation != .none || offload.needsChecksum else { return }
    if offload.losesSegment { expected?.removeFirst() }
    var frames: [[UInt8]] = []
    let isSound = OrdinaryFrames.forEach(of: headed.frame.span.bytes, offload) { frame in
        frames.append(frame.withUnsafeBytes { Array($0) })
    }
    require(isSound == (expected != nil), "\(isSound ? "sound" : "unsound"), which it is not")
    for (frame, slow) in zip(frames, expected ?? []) where !frame.isSame(as: slow) {
        let place = zip(frame, slow).prefix { $0 == $1 }.count
        fatalError(
            "another byte at \(place): \(frame.prefix(place + 8)) of \(frame.count), \(slow.prefix(place + 8)) of \(slow.count)"
        )
    }
    require(frames.count == expected?.count ?? 0, "\(frames.count) frames instead of \(expected?.count ?? 0)")
}

extension HeadedFrame {
    /// Takes up to three lies out of the input.
    mutating func lie(_ input: inout Input) {
        for _ in 0..<(1 + input.choice() % 3) {
            switch input.choice() % 8 {
            case 0: type = input.choice()
            case 1: flags = input.choice()
            case 2: headerLength = input.word()
            case 3: segmentSize = input.word()
            case 4: start = input.word()
            case 5: offset = input.word()
            case 6: start = (start + Int(Int8(bitPattern: input.choice()))) & 0xffff
            default: offset = (offset + Int(Int8(bitPattern: input.choice()))) & 0xffff
            }
        }
    }
}
