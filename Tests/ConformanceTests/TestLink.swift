import Frame
import Synchronization

/// A link that wraps another, and breaks the contract in one way, or in none.
///
/// It tells the far end when it is closed, by a last frame of the local experimental EtherType 2.
final class TestLink: Link, FrameReceiver {
    private let inner: any Link
    private let fault: LinkFault?
    private let loop: any EventLoop
    private let saysGoodbye: Bool
    /// Whether closing this link ends others.
    private let isTangled: Bool
    /// Ends a blocked `send`, or the link.
    private let release: Release?
    private var receiver: (any FrameReceiver)?
    private var held: [UInt8]?
    private var pointers: [UnsafeRawBufferPointer] = []
    private var isDead = false

    /// Lets go of a thread that a fault blocks.
    final class Release: Sendable {
        let isOver = Atomic<Bool>(false)
    }

    private static let goodbye: [UInt8] = [UInt8](repeating: 2, count: 12) + [0x88, 0xb6]

    init(
        _ inner: sending any Link,
        on loop: any EventLoop,
        fault: LinkFault?,
        saysGoodbye: Bool = false,
        release: Release? = nil,
        tangled isTangled: Bool = false
    ) {
        self.isTangled = isTangled
        self.inner = inner
        self.loop = loop
        self.fault = fault
        self.saysGoodbye = saysGoodbye
        self.release = release
    }

    var name: String { fault == .hasNoName ? "" : inner.name }

    func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        inner.start(self)
    }

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        switch fault {
        case .keepsAddress:
            frame.withUnsafeBytes { pointers.append($0) }
            return true
        case .writesToScratch:
            loop.scratch[loop.scratch.count - 1] = 1
        case .callsWithinSend:
            receiver?.drained()
        case .blocks:
            while release?.isOver.load(ordering: .relaxed) == false {}
        case .takesEverything:
            _ = inner.send(frame, offload)
            return true
        case .diesOfBurst:
            isDead = isDead || !inner.send(frame, offload)
            return !isDead
        default: break
        }
        return inner.send(frame, offload)
    }

    func flush() {
        for pointer in pointers { _ = inner.send(pointer.bytes) }
        pointers = []
        inner.flush()
    }

    func close() {
        if isTangled { release?.isOver.store(true, ordering: .relaxed) }
        if saysGoodbye, receiver != nil {
            _ = inner.send(Self.goodbye.span.bytes)
            inner.flush()
        }
        inner.close()
        if fault != .talksAfterClose { receiver = nil }
        let receiver = receiver
        loop.schedule(after: .zero) { receiver?.drained() }
    }
}

// MARK: What arrives

extension TestLink {
    func received(_ frame: RawSpan, _ offload: Offload) {
        let bytes = frame.withUnsafeBytes { Array($0) }
        if saysGoodbye, bytes == Self.goodbye || isEnded { return end() }
        switch fault {
        case .spoilsByte: pass(bytes.dropLast() + [bytes[bytes.count - 1] ^ 1])
        case .losesLongFrames where bytes.count > 60_000: break
        case .swapsFrames: swap(bytes)
        case .doublesFrames:
            pass(bytes)
            pass(bytes)
        case .callsElsewhere: passElsewhere(bytes)
        default: receiver?.received(frame, offload)
        }
    }

    func dropped(_ reason: DropReason) { receiver?.dropped(reason) }

    func drained() {
        if fault != .neverDrains { receiver?.drained() }
    }

    func closed(_ reason: (any Error)?) { receiver?.closed(reason) }

    private func pass(_ bytes: [UInt8]) { receiver?.received(bytes.span.bytes) }

    /// Every second frame comes before the one it follows.
    private func swap(_ bytes: [UInt8]) {
        guard let first = held else { return held = bytes }
        held = nil
        pass(bytes)
        pass(first)
    }

    /// The test waits for the thread, so that there is no race but the wrong thread.
    private func passElsewhere(_ bytes: [UInt8]) {
        nonisolated(unsafe) let receiver = receiver
        let isDone = Release()
        Task.detached {
            receiver?.received(bytes.span.bytes)
            isDone.isOver.store(true, ordering: .releasing)
        }
        while !isDone.isOver.load(ordering: .acquiring) {}
    }

    private var isEnded: Bool { fault == nil && release?.isOver.load(ordering: .relaxed) == true }

    private func end() {
        let receiver = receiver
        self.receiver = nil
        inner.close()
        receiver?.closed(nil)
    }
}
