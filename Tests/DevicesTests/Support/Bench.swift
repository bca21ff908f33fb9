import Frame
import Reactor
import Testing

/// A link on its loop, and all that it tells its receiver.
actor Bench {
    enum Event: Equatable, Sendable {
        case frame([UInt8])
        case dropped(DropReason)
        case drained
        case closed(String?)
    }

    private final class Receiver: FrameReceiver {
        let sink: AsyncStream<Event>.Continuation
        var onFrame: (() -> Void)?

        init(_ sink: AsyncStream<Event>.Continuation) { self.sink = sink }

        func received(_ frame: RawSpan, _ offload: Offload) {
            sink.yield(.frame(frame.withUnsafeBytes { Array($0) }))
            onFrame?()
        }

        func dropped(_ reason: DropReason) { sink.yield(.dropped(reason)) }
        func drained() { sink.yield(.drained) }
        func closed(_ reason: (any Error)?) { sink.yield(.closed(reason.map { "\($0)" })) }
    }

    nonisolated let events: AsyncStream<Event>
    private let loop: any EventLoop
    private let link: any Link
    private let receiver: Receiver

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Puts a link on the bench and starts it.
    init(_ link: sending any Link, on loop: any EventLoop, closingAtFirstFrame closes: Bool = false) async {
        let (events, sink) = AsyncStream.makeStream(of: Event.self)
        (self.events, self.link, self.loop) = (events, link, loop)
        receiver = Receiver(sink)
        if closes { closeAtFirstFrame() }
        start()
    }

    private func start() { link.start(receiver) }

    var name: String { link.name }
    func send(_ frame: [UInt8], _ offload: Offload = .none) -> Bool { link.send(frame.span.bytes, offload) }
    func flush() { link.flush() }
    func setCarrier(isUp: Bool) { (link as? any HostLink)?.setCarrier(isUp: isUp) }

    /// Closes the link; no event comes after those there are.
    func close() {
        link.close()
        receiver.sink.finish()
    }

    private func closeAtFirstFrame() {
        receiver.onFrame = { [link, receiver] in
            link.close()
            link.close()
            receiver.onFrame = nil
        }
    }

    /// The next `count` events; fewer if the link is closed before.
    nonisolated func next(_ count: Int) async -> [Event] {
        await events.prefix(count).reduce(into: []) { $0.append($1) }
    }

    /// The next frame that is a test's, and not what a host says by itself.
    nonisolated func nextFrame() async -> [UInt8]? {
        for await case .frame(let bytes) in events where bytes.prefix(14).suffix(2) == [0x88, 0xb5] { return bytes }
        return nil
    }
}

/// A broadcast frame of the local experimental EtherType 1, `size` bytes long.
func frame(_ size: Int, filledWith byte: UInt8 = 0x5a) -> [UInt8] {
    let header: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0, 0, 0, 0, 0x01, 0x88, 0xb5]
    return Array((header + [UInt8](repeating: byte, count: max(0, size - 14))).prefix(size))
}
