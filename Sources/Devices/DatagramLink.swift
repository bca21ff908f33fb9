internal import CLinux
public import Frame
import Glibc

/// A link over any descriptor where one `read` is one frame: a TAP interface, a packet socket, a pair of Unix datagram sockets.
///
/// There is one system call a frame: a TAP takes a whole `writev` as a single packet. Nothing is queued here but in the kernel, so
/// a frame that the kernel does not take is dropped.
public final class DatagramLink: Link {
    /// Tells the host behind a descriptor whether its network works.
    public typealias Carrier = @Sendable (_ descriptor: CInt, _ isUp: Bool) -> Void

    /// What logs and counters call the link.
    public let name: String
    private let descriptor: CInt
    private let longestFrame: Int
    private let loop: any EventLoop
    private let carrier: Carrier?
    private var receiver: (any FrameReceiver)?
    private var isOpen = true
    /// Whether the descriptor was said to have failed the last time, and nothing came of it.
    private var isSuspect = false

    /// Frames read before the loop turns to its other descriptors.
    private static let batch = 64

    /// Takes ownership of `descriptor`, which must be non-blocking.
    ///
    /// - Parameters:
    ///   - name: what logs call the link.
    ///   - longestFrame: bytes of the longest frame the descriptor takes; longer ones are dropped.
    ///   - carrier: passes on whether the network works; `nil` where there is nobody to tell.
    public init(
        owning descriptor: CInt,
        name: String,
        longestFrame: Int = FrameSize.maximum,
        on loop: any EventLoop,
        carrier: Carrier? = nil
    ) {
        self.descriptor = descriptor
        self.name = name
        self.longestFrame = longestFrame
        self.loop = loop
        self.carrier = carrier
    }

    deinit {
        // As long as the link is started, the loop keeps it alive: nobody watches the descriptor.
        if isOpen { Glibc.close(descriptor) }
    }

    /// Starts reading.
    ///
    /// A descriptor that cannot be watched ends the link a little later.
    public func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        do {
            try loop.watch(descriptor, for: .read) { self.ready($0) }
        } catch {
            loop.schedule(after: .zero) { self.end(error) }
        }
    }

    /// Writes one frame, or drops it: when the kernel has no room, or it is none that the descriptor takes.
    public func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard isOpen, offload.required.isEmpty,
            frame.byteCount >= FrameSize.minimum, frame.byteCount <= longestFrame
        else { return false }
        // EAGAIN and ENOBUFS: a queue is full. EIO: the interface is down. Whatever else is wrong, the next read will tell.
        return frame.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == frame.byteCount
    }

    /// Does nothing: nothing is queued.
    public func flush() {}

    /// Tells the host behind the descriptor, if there is one.
    public func setCarrier(isUp: Bool) {
        if isOpen { carrier?(descriptor, isUp) }
    }

    /// Closes the descriptor, at once.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        receiver = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
    }
}

// MARK: Reading

extension DatagramLink {
    /// What one `read` came to.
    private enum Outcome {
        case frame(byteCount: Int)
        case nothing
        case failure(code: CInt)
    }

    private func ready(_ readiness: Readiness) {
        guard let receiver else { return }
        var count = 0
        while count < Self.batch {
            switch readOne() {
            case .frame(let byteCount):
                count += 1
                if byteCount == 0, endsWithEmptyRead { return end(nil) }
                deliver(byteCount, to: receiver)
                guard isOpen else { return }
            case .nothing:
                return settle(receiver, hasFailed: readiness.contains(.failed) && count == 0)
            case .failure(let code):
                if count > 0 { receiver.drained() }
                return end(SystemError(call: "read \(name)", code: code))
            }
        }
        settle(receiver, hasFailed: false)
    }

    private func readOne() -> Outcome {
        let count = read(descriptor, loop.scratch.baseAddress, loop.scratch.count)
        guard count < 0 else { return .frame(byteCount: count) }
        switch errno {
        // Nothing there; an interface that is down, and may come up again; a peer that is not there yet.
        case EAGAIN, EINTR, EIO, ENETDOWN, ECONNREFUSED: return .nothing
        case let code: return .failure(code: code)
        }
    }

    /// Whether nothing means the end.
    ///
    /// Only a socket that is connected has one: to others nothing is an empty datagram.
    private var endsWithEmptyRead: Bool {
        var (type, length) = (CInt(0), socklen_t(MemoryLayout<CInt>.size))
        return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == CInt(SOCK_SEQPACKET.rawValue)
    }

    private func deliver(_ byteCount: Int, to receiver: any FrameReceiver) {
        guard byteCount >= FrameSize.minimum else { return receiver.dropped(.runt) }
        guard byteCount <= FrameSize.maximum else { return receiver.dropped(.oversized) }
        receiver.received(UnsafeRawBufferPointer(rebasing: loop.scratch[..<byteCount]).bytes)
    }

    /// Ends a batch.
    ///
    /// A descriptor that fails twice with nothing to show for it would fail for ever, and spin.
    private func settle(_ receiver: any FrameReceiver, hasFailed: Bool) {
        receiver.drained()
        guard isOpen, hasFailed else { return isSuspect = false }
        guard isSuspect else { return isSuspect = true }
        end(SystemError(call: "poll \(name)", code: EPIPE))
    }

    private func end(_ reason: (any Error)?) {
        let receiver = receiver
        close()
        receiver?.closed(reason)
    }
}
