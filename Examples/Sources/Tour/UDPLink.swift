import Frame
import Glibc

/// A connected socket of which every datagram is a frame.
final class UDPLink: Link {
    let name: String
    private let descriptor: CInt
    private let loop: any EventLoop
    private var receiver: (any FrameReceiver)?
    private var isOpen = true

    /// Takes ownership of `descriptor`.
    init(_ descriptor: CInt, name: String, on loop: any EventLoop) {
        (self.descriptor, self.name, self.loop) = (descriptor, name, loop)
    }

    func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        do { try loop.watch(descriptor, for: .read) { _ in self.receive() } } catch {
            close()
            receiver.closed(error)
        }
    }

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        frame.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) } == frame.byteCount
    }

    func flush() {}

    func close() {
        guard isOpen else { return }
        isOpen = false
        // Only what was started is watched. Unwatching lets go of the handler, and that of this link.
        if receiver != nil { loop.unwatch(descriptor) }
        receiver = nil
        Glibc.close(descriptor)
    }

    private func receive() {
        // A bounded batch, so that the others on the loop get their turn.
        for _ in 0..<64 {
            // A frame may have made the switch close this link, and the descriptor is somebody else's then.
            guard let receiver else { return }
            let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
            guard count >= 0 else { break }
            receiver.received(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]).bytes)
        }
        receiver?.drained()
    }
}
