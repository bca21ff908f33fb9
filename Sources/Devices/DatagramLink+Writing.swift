package import Frame
import Glibc
internal import Offloading

// What is wrong with a write? EAGAIN and ENOBUFS: a queue is full. EIO: the interface is down. Whatever else it is, the next read
// will tell.
extension DatagramLink {
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
}
