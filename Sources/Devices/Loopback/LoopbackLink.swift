internal import Frame

/// A link to one end of a loopback cable.
final class LoopbackLink: Link {
    let name: String
    private let near: CableEnd
    private let far: CableEnd
    private let loop: any EventLoop
    private var receiver: (any FrameReceiver)?
    private var outbox = FrameQueue()
    /// Empty between deliveries; kept for its memory.
    private var arrived = FrameQueue()
    private var isOpen = true

    /// Makes a link for the end `near`, which has been taken for it.
    init(name: String, near: CableEnd, far: CableEnd, on loop: any EventLoop) {
        (self.name, self.near, self.far, self.loop) = (name, near, far, loop)
    }

    deinit {
        if isOpen { near.free() }
    }

    func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        let link = Confined(self, to: loop)
        near.listen(CableEnd.Listener(loop: loop) { link.value.receive() })
    }

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard isOpen, offload.required.isEmpty,
            FrameSize.minimum...FrameSize.maximum ~= frame.byteCount,
            far.hasRoom(for: frame, behind: outbox.byteCount)
        else { return false }
        outbox.append(frame)
        return true
    }

    func flush() {
        if !outbox.isEmpty { far.deliver(&outbox) }
    }

    func close() {
        guard isOpen else { return }
        flush()
        isOpen = false
        receiver = nil
        near.free()
    }

    private func receive() {
        guard isOpen, let receiver else { return }
        var frames = FrameQueue()
        swap(&frames, &arrived)
        near.collect(&frames)
        frames.forEach { frame in
            receiver.received(frame)
            return isOpen
        }
        frames.removeAll()
        swap(&frames, &arrived)
        if isOpen { receiver.drained() }
    }
}
