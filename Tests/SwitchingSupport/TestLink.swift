package import Frame

/// A link that keeps what it is sent, delivers what a test hands it, and fails when a test wants it to.
package final class TestLink: HostLink, PeerLink {
    package let name: String
    package var capabilities: LinkCapabilities = []
    package var snapshot = LinkSnapshot()
    /// The frames that were sent, each with what was left to do to it.
    package private(set) var sent: [(frame: [UInt8], offload: Offload)] = []
    package private(set) var flushCount = 0
    package private(set) var closeCount = 0
    package private(set) var probeCount = 0
    package private(set) var pauses: [Duration] = []
    package private(set) var carrier: [Bool] = []
    package private(set) var receiver: (any FrameReceiver)?
    /// Whether `send` takes frames.
    package var hasRoom = true
    package var onStart: () -> Void = {}
    package var onSend: () -> Void = {}
    package var onFlush: () -> Void = {}
    package var onSetCarrier: () -> Void = {}

    package init(_ name: String = "test:") { self.name = name }

    /// The frames that were sent.
    package var frames: [[UInt8]] { sent.map(\.frame) }

    package func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        onStart()
    }

    package func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        onSend()
        guard hasRoom else { return false }
        sent.append((frame.withUnsafeBytes { Array($0) }, offload))
        return true
    }

    package func flush() {
        flushCount += 1
        onFlush()
    }

    package func setCarrier(isUp: Bool) {
        carrier.append(isUp)
        onSetCarrier()
    }

    package func probe() { probeCount += 1 }

    package func pauseReceiving(for duration: Duration) { pauses.append(duration) }

    package func close() {
        closeCount += 1
        receiver = nil
    }

    /// Delivers one batch of frames.
    package func deliver(_ frames: [UInt8]..., offload: Offload = .none) {
        for frame in frames { receiver?.received(frame.span.bytes, offload) }
        receiver?.drained()
    }

    /// Ends as a link does by itself.
    package func end(_ reason: (any Error)? = nil) {
        let receiver = receiver
        self.receiver = nil
        receiver?.closed(reason)
    }

    /// Forgets what was sent.
    package func forget() { sent = [] }
}

/// What ends a link in a test.
package struct Unplugged: Error {
    package init() {}
}
