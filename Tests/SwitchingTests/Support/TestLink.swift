import Frame

/// A link that keeps what it is sent, delivers what a test hands it, and fails when a test wants it to.
final class TestLink: Link {
    let name: String
    var capabilities: LinkCapabilities = []
    /// The frames that were sent, each with what was left to do to it.
    private(set) var sent: [(frame: [UInt8], offload: Offload)] = []
    private(set) var flushCount = 0
    private(set) var closeCount = 0
    private(set) var probeCount = 0
    private(set) var pauses: [Duration] = []
    private(set) var carrier: [Bool] = []
    private(set) var receiver: (any FrameReceiver)?
    /// Whether `send` takes frames.
    var hasRoom = true
    var onStart: () -> Void = {}
    var onSend: () -> Void = {}
    var onFlush: () -> Void = {}
    var onSetCarrier: () -> Void = {}

    init(_ name: String = "test:") { self.name = name }

    /// The frames that were sent.
    var frames: [[UInt8]] { sent.map(\.frame) }

    func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        onStart()
    }

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        onSend()
        guard hasRoom else { return false }
        sent.append((frame.withUnsafeBytes { Array($0) }, offload))
        return true
    }

    func flush() {
        flushCount += 1
        onFlush()
    }

    func setCarrier(isUp: Bool) {
        carrier.append(isUp)
        onSetCarrier()
    }

    func probe() { probeCount += 1 }

    func pauseReceiving(for duration: Duration) { pauses.append(duration) }

    func close() {
        closeCount += 1
        receiver = nil
    }

    /// Delivers one batch of frames.
    func deliver(_ frames: [UInt8]..., offload: Offload = .none) {
        for frame in frames { receiver?.received(frame.span.bytes, offload) }
        receiver?.drained()
    }

    /// Ends as a link does by itself.
    func end(_ reason: (any Error)? = nil) {
        let receiver = receiver
        self.receiver = nil
        receiver?.closed(reason)
    }

    /// Forgets what was sent.
    func forget() { sent = [] }
}

/// What ends a link in a test.
struct Unplugged: Error {}
