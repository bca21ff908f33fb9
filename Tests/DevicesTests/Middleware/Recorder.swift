import Frame

/// Notes what a link tells its owner.
final class Recorder: FrameReceiver {
    var log: [String] = []

    func received(_ frame: RawSpan, _ offload: Offload) {
        log.append("received \(frame.withUnsafeBytes { Array($0) })")
    }
    func dropped(_ reason: DropReason) { log.append("dropped \(reason)") }
    func carriedOverhead(_ count: Int, byteCount: Int) { log.append("overhead \(count) \(byteCount)") }
    func drained() { log.append("drained") }
    func closed(_ reason: (any Error)?) { log.append("closed") }
}
