import Conformance
import Devices
import Frame
import Reactor
import Testing

/// A link that takes one frame, and no other before it is flushed.
private final class ScarceLink: Link {
    private let inner: any Link
    private var isFull = false

    init(_ inner: sending any Link) { self.inner = inner }

    var name: String { inner.name }

    func start(_ receiver: any FrameReceiver) { inner.start(receiver) }

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard !isFull else { return false }
        isFull = inner.send(frame, offload)
        return isFull
    }

    func flush() {
        isFull = false
        inner.flush()
    }

    func close() { inner.close() }
}

private struct ScarceDevice: Device {
    let cable: LoopbackDevice

    func open(on loop: any EventLoop) async throws -> sending any Link {
        ScarceLink(try await cable.open(on: loop))
    }
}

@Suite("Conformance of links with little room", .timeLimit(.minutes(1)))
struct ScarceLinkTests {
    @Test("a link that takes a frame only when it was flushed passes")
    func passes() async throws {
        let loop = try EpollLoop()
        let panel = PatchPanel()
        try await DeviceConformance.check(on: loop) {
            let cable = try LoopbackDevice(EndpointURI("loopback:scarce"), on: panel)
            return (ScarceDevice(cable: cable), ScarceDevice(cable: cable))
        }
        await loop.stop(grace: .zero)
    }
}
