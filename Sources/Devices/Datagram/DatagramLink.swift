internal import CLinux
package import Frame
import Glibc
internal import Linux
internal import Offloading
internal import Queueing

/// A link over any descriptor where one `read` is one frame: a TAP interface, a packet socket, a pair of Unix datagram sockets.
///
/// There is one system call a frame: a TAP takes a whole `writev` as a single packet. Nothing is queued here but in the kernel, so
/// a frame that the kernel does not take is dropped.
///
/// A TAP may give and take bursts in one piece, with a `virtio_net_hdr` in front of each frame.
package final class DatagramLink: HostLink {
    /// Tells the host behind a descriptor whether its network works.
    package typealias Carrier = @Sendable (_ descriptor: CInt, _ isUp: Bool) -> Void

    /// What logs and counters call the link.
    package let name: String
    private let descriptor: CInt
    private let longestFrame: Int
    private let loop: any EventLoop
    private let carrier: Carrier?
    /// Of a descriptor on which a `virtio_net_hdr` stands in front of each frame: what joins frames into super-frames for it.
    private let joiner: Joiner?
    /// What the kernel takes in one piece.
    package let capabilities: LinkCapabilities
    // Touched for every frame; each access ends before other code is called.
    @exclusivity(unchecked) private var receiver: (any FrameReceiver)?
    @exclusivity(unchecked) private var isOpen = true
    /// The kernel's queue, of which the next super-frame may have to lose a segment.
    @exclusivity(unchecked) private var standing = StandingQueue()
    /// Whether the descriptor was said to have failed the last time, and nothing came of it.
    private var isSuspect = false

    /// Frames read before the loop turns to its other descriptors.
    private static let batch = 64
    /// Bytes read before that, but for the last frame: no more than a processor's cache holds.
    private static let batchBytes = 512 * 1024

    /// What one `read` came to.
    private enum Outcome {
        case frame(byteCount: Int)
        case nothing
        case failure(code: CInt)
    }

    /// Takes ownership of `descriptor`, which must be non-blocking.
    ///
    /// - Parameters:
    ///   - name: what logs call the link.
    ///   - longestFrame: bytes of the longest frame the descriptor takes; longer ones are dropped.
    ///   - offloads: what the descriptor takes and gives with a `virtio_net_hdr` in front of each frame; `nil` if it has none.
    ///   - carrier: passes on whether the network works; `nil` where there is no host to tell.
    package init(
        owning descriptor: CInt,
        name: String,
        longestFrame: Int = FrameSize.maximum,
        offloads: LinkCapabilities? = nil,
        on loop: any EventLoop,
        carrier: Carrier? = nil
    ) {
        self.descriptor = descriptor
        self.name = name
        self.longestFrame = longestFrame
        self.loop = loop
        self.carrier = carrier
        capabilities = offloads ?? []
        joiner = offloads.map { offloads in
            Joiner(headroom: VirtioHeader.length, joinsUDP: offloads.contains(.segmentsUDP))
        }
    }

    deinit {
        // As long as the link is started, the loop keeps it alive: now nothing watches the descriptor.
        if isOpen { Glibc.close(descriptor) }
    }

    /// Starts reading.
    ///
    /// A descriptor that cannot be watched ends the link a little later.
    package func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        do {
            try loop.watch(descriptor, for: .read) { self.ready($0) }
        } catch {
            loop.schedule(after: .zero) { self.end(error) }
        }
    }

    // MARK: In

    private func ready(_ readiness: Readiness) {
        guard let receiver else { return }
        var (count, bytes) = (0, 0)
        while count < Self.batch, bytes < Self.batchBytes {
            switch readOne() {
            case .frame(let byteCount):
                count += 1
                bytes += byteCount
                if byteCount == 0, endsWithEmptyRead { return end(nil) }
                deliver(byteCount, to: receiver)
                guard isOpen else { return }
            case .nothing:
                return settle(receiver, isEmpty: true, hasFailed: readiness.contains(.failed) && count == 0)
            case .failure(let code):
                if count > 0 { receiver.drained() }
                return end(SystemError(call: "read \(name)", code: code))
            }
        }
        settle(receiver, isEmpty: false, hasFailed: false)
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
        let bytes = UnsafeRawBufferPointer(rebasing: loop.scratch[..<byteCount])
        guard joiner != nil else { return deliver(bytes, .none, to: receiver) }
        guard var offload = VirtioHeader.read(bytes) else { return receiver.dropped(.runt) }
        if standing.owesLoss, offload.segmentation != .none {
            standing.lost()
            offload.losesSegment = true
            receiver.dropped(.congested)
        }
        deliver(UnsafeRawBufferPointer(rebasing: bytes[VirtioHeader.length...]), offload, to: receiver)
    }

    private func deliver(_ frame: UnsafeRawBufferPointer, _ offload: Offload, to receiver: any FrameReceiver) {
        guard frame.count >= FrameSize.minimum else { return receiver.dropped(.runt) }
        guard frame.count <= FrameSize.maximum else { return receiver.dropped(.oversized) }
        receiver.received(frame.bytes, offload)
    }

    /// Ends a batch.
    ///
    /// A descriptor that fails twice with nothing to show for it would fail for ever, and spin.
    private func settle(_ receiver: any FrameReceiver, isEmpty: Bool, hasFailed: Bool) {
        receiver.drained()
        standing.taken(leavingSome: !isEmpty, at: loop.now)
        guard isOpen, hasFailed else { return isSuspect = false }
        guard isSuspect else { return isSuspect = true }
        end(SystemError(call: "poll \(name)", code: EPIPE))
    }

    // MARK: Out

    // What is wrong with a write? EAGAIN and ENOBUFS: a queue is full. EIO: the interface is down. Whatever else it is, the next read
    // will tell.

    /// Writes one frame, or drops it: when the kernel has no room, or it is none that the descriptor takes.
    package func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard isOpen, capabilities.isSuperset(of: offload.required),
            frame.byteCount >= FrameSize.minimum, frame.byteCount <= longestFrame
        else { return false }
        return frame.withUnsafeBytes { frame in
            guard !offload.losesSegment else { return sendCut(frame, offload) }
            guard let joiner else { return put(frame) }
            if offload == .none, joiner.take(frame, { self.put(headed: $0, $1) }) { return true }
            // A super-frame, of another device, goes behind what is held of its flow.
            if offload != .none { flush() }
            return put(frame, offload)
        }
    }

    /// Sends what is left of a super-frame that is to lose a segment.
    private func sendCut(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        var isTaken = true
        let isSound = OrdinaryFrames.forEach(of: frame.bytes, offload) { isTaken = self.send($0, .none) && isTaken }
        return isSound && isTaken
    }

    /// Writes what is held to be joined.
    package func flush() {
        guard isOpen else { return }
        joiner?.flush { self.put(headed: $0, $1) }
    }

    /// Writes a frame as it is.
    private func put(_ frame: UnsafeRawBufferPointer) -> Bool {
        write(descriptor, frame.baseAddress, frame.count) == frame.count
    }

    /// Writes a frame in front of which there is room for a header.
    private func put(headed frame: UnsafeMutableRawBufferPointer, _ offload: Offload) {
        VirtioHeader.write(offload, to: frame)
        if !put(UnsafeRawBufferPointer(frame)) { receiver?.dropped(.queueFull) }
    }

    /// Writes a header and a frame that stand apart.
    ///
    /// For a TAP a `writev` is one packet.
    private func put(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: VirtioHeader.length, alignment: 2) { header in
            VirtioHeader.write(offload, to: header)
            return withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { parts in
                parts[0] = iovec(iov_base: header.baseAddress, iov_len: header.count)
                parts[1] = iovec(iov_base: UnsafeMutableRawPointer(mutating: frame.baseAddress), iov_len: frame.count)
                return writev(descriptor, parts.baseAddress, 2) == header.count + frame.count
            }
        }
    }

    // MARK: The host, and the end

    /// Tells the host behind the descriptor, if there is one.
    package func setCarrier(isUp: Bool) {
        if isOpen { carrier?(descriptor, isUp) }
    }

    /// Closes the descriptor, at once.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        receiver = nil
        loop.unwatch(descriptor)
        Glibc.close(descriptor)
    }

    private func end(_ reason: (any Error)?) {
        let receiver = receiver
        close()
        receiver?.closed(reason)
    }
}
