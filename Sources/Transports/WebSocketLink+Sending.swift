internal import Frame
internal import WebSocket

// While the socket takes what comes, frames go straight into the egress queue. When it is full they wait in a fair queue, from
// which the egress queue is fed just enough to keep the socket busy: what is in the egress queue has its order, and nothing can
// overtake it.
extension WebSocketLink {
    /// What may be queued for the socket before frames have to wait, in bytes.
    private var directLimit: Int { memory.isShort ? Self.feed : 384 * 1024 }
    /// What the egress queue is filled up to while frames wait, in bytes.
    private static let feed = 128 * 1024

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard closing.maySend, frame.byteCount >= FrameSize.minimum, offload.required.isSubset(of: capabilities) else {
            return false
        }
        let isDirect = !isWaitingToWrite && stream.egress.count < directLimit && waiting?.isEmpty != false
        return frame.withUnsafeBytes { isDirect ? put($0, offload) : wait($0, offload) }
    }

    func flush() {
        guard !isWaitingToWrite, stream.hasPendingOutput || mayFeed else { return }
        write()
    }

    /// Gives the socket what it takes, and asks to be told when it takes more.
    func write() {
        guard !isReleased else { return }
        do throws(TransportError) {
            var isFull = false
            repeat {
                feedEgress()
                isFull = try !stream.flush()
            } while !isFull && mayFeed
            if !isFull, closing.isSaid { stream.finishSending() }
            takeNote(isFull)
            guard isFull != isWaitingToWrite else { return }
            isWaitingToWrite = isFull
            updateInterest()
        } catch {
            fail(later: error)
        }
    }

    /// Puts a frame, or what it stands for, into the egress queue; `false` if it does not fit or makes no sense.
    private func put(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        offload.required.isEmpty ? queue(.binary, frame.bytes) : queueSuperFrame(frame, offload)
    }

    private func wait(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        let queue =
            waiting
            ?? FairQueue(
                allowing: WaitAllowance(roundTrip: stream.socket.roundTrip), drawingOn: memory)
        waiting = queue
        return queue.append(frame, offload, at: stream.loop.now) { receiver?.dropped(.queueFull) }
    }

    /// Whether frames wait that may still be sent: not behind a close frame.
    private var mayFeed: Bool { closing.maySend && waiting?.isEmpty == false }

    private func feedEgress() {
        guard mayFeed, let waiting else { return }
        while !waiting.isEmpty, stream.egress.count < Self.feed {
            waiting.takeFirst(at: stream.loop.now) { frame, offload, losesSegment in
                if losesSegment { receiver?.dropped(.congested) }
                if !(losesSegment ? putAllButFirst(frame, offload) : put(frame, offload)) {
                    receiver?.dropped(.queueFull)
                }
            }
        }
    }

    /// Leaves out one segment, which the receiver will miss and its sender understand; an ordinary frame is one.
    private func putAllButFirst(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        guard offload.segmentation != .none else { return true }
        return queueSuperFrame(frame, offload, from: 1)
    }
}
