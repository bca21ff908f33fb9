import Frame
import Reactor
import Testing

@testable import Transports

@Suite struct HeartbeatTests {
    /// Somebody who sends frames and a ping behind them.
    private actor Sender {
        private let loop: EpollLoop
        private final class Deaf: FrameReceiver {
            func received(_ frame: RawSpan, _ offload: Offload) {}
            func dropped(_ reason: DropReason) {}
            func drained() {}
            func closed(_ reason: (any Error)?) {}
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(on loop: EpollLoop) { self.loop = loop }

        /// Returns when the ping behind the frames is answered.
        func send(_ frames: [[UInt8]], to uri: EndpointURI) async throws {
            let link = try await WebSocketTransport(uri).connect(on: loop, as: .none) { _ in }
            link.start(Deaf())
            for frame in frames { _ = link.send(frame.span.bytes) }
            await withCheckedContinuation { continuation in link.ping { continuation.resume() } }
            link.close()
        }
    }

    @Test("A ping is answered when all that was sent before has been taken", arguments: Server.Scheme.allCases)
    func order(_ scheme: Server.Scheme) async throws {
        let server = try await Server(scheme)
        let frames = (0..<50).map { [UInt8](repeating: UInt8($0), count: 1518) }
        try await Sender(on: server.loop).send(frames, to: server.uri())
        #expect(try await server.host.party().0.frames(50) == frames)
    }
}
