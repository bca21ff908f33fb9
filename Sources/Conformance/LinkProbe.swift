internal import Frame
import Synchronization

/// A link under examination, with its receiver, on its event loop.
actor LinkProbe {
    private let loop: any EventLoop
    private let link: any Link
    private let probe: Probe
    // What frames are sent from. It outlives them, so that a link that only keeps the address is found out. Freed with the probe,
    // by whoever lets go of it last.
    nonisolated(unsafe) private let memory: UnsafeMutableRawBufferPointer

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Whether some link on the loop is within `send`, which all links under examination share.
    final class Activity: Sendable {
        let isSending = Atomic<Bool>(false)
    }

    private let activity: Activity

    init(_ link: sending any Link, on loop: any EventLoop, sharing activity: Activity) {
        self.link = link
        self.loop = loop
        self.activity = activity
        probe = Probe(on: loop, activity)
        memory = .allocate(byteCount: FrameSize.maximum, alignment: 16)
    }

    deinit { memory.deallocate() }

    var name: String { link.name }
    var frames: [ProbeFrame] { probe.frames }
    var isDrained: Bool { probe.isDrained }
    var isClosed: Bool { probe.isClosed }

    /// Throws the first rule that the link has broken.
    func check() throws {
        if let failure = probe.failure { throw failure }
    }

    func start() { link.start(probe) }

    func flush() { link.flush() }

    /// Closes the link, and closes it again.
    ///
    /// From then on it has to be silent.
    func close() {
        link.close()
        probe.silence()
        link.close()
    }

    /// Closes the link from within the call that brings the first frame.
    func closeAtFirstFrame() {
        probe.atFirstFrame { [link, probe] in
            link.close()
            probe.silence()
        }
    }

    /// Sends one frame, and spoils the memory it came from when the link must have copied it.
    func send(_ frame: ProbeFrame, spoiling: Bool = false) -> Bool {
        memory.copyBytes(from: frame.bytes)
        let bytes = UnsafeRawBufferPointer(rebasing: memory[..<frame.bytes.count]).bytes
        activity.isSending.store(true, ordering: .relaxed)
        let wasTaken = link.send(bytes)
        activity.isSending.store(false, ordering: .relaxed)
        if spoiling { memory.initializeMemory(as: UInt8.self, repeating: 0xee) }
        return wasTaken
    }

    /// Sends one frame `count` times without a pause, then flushes once.
    ///
    /// - Returns: how many were taken.
    @discardableResult
    func burst(_ frame: ProbeFrame, count: Int = 1) -> Int {
        defer { flush() }
        return (0..<count).count { _ in send(frame) }
    }

    /// Whether the loop's scratch memory is what it was, when a frame has been sent.
    func leavesScratchAlone(sending frame: ProbeFrame) -> Bool {
        let scratch = loop.scratch
        scratch.initializeMemory(as: UInt8.self, repeating: 0xa5)
        _ = send(frame)
        return scratch.bindMemory(to: UInt64.self).allSatisfy { $0 == 0xa5a5_a5a5_a5a5_a5a5 }
    }
}
