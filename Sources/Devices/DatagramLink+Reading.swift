internal import CLinux
internal import Frame
import Glibc
internal import Linux
internal import Queueing

extension DatagramLink {
    /// What one `read` came to.
    private enum Outcome {
        case frame(byteCount: Int)
        case nothing
        case failure(code: CInt)
    }

    func ready(_ readiness: Readiness) {
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

    func end(_ reason: (any Error)?) {
        let receiver = receiver
        close()
        receiver?.closed(reason)
    }
}
