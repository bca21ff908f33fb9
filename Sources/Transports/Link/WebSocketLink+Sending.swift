internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

// While the socket takes what comes, messages go straight into the egress queue. When it is full they wait in a fair queue, ready to
// be sent, and the socket is given them from there: what is in the egress queue has its order, and nothing can overtake it.
extension WebSocketLink {
    /// What is gathered before the socket is asked whether it takes it, in bytes: less than a processor's cache holds, and
    /// less still while links are short of memory, because whatever a full socket leaves of it stays.
    private var batch: Int { memory.isShort ? 64 * 1024 : 256 * 1024 }
    /// What is worth a system call of its own, in bytes: less is gathered.
    private static let worthSending = 16 * 1024

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard closing.maySend, frame.byteCount >= FrameSize.minimum, offload.required.isSubset(of: capabilities) else {
            return false
        }
        return frame.withUnsafeBytes { isWaitingToWrite ? wait($0, offload) : put($0, offload) }
    }

    func flush() {
        guard !isWaitingToWrite, stream.hasPendingOutput else { return }
        write()
    }

    /// Gives the socket what it takes, and asks to be told when it takes more.
    func write() {
        guard !isReleased else { return }
        do throws(TransportError) {
            var isFull = try !stream.flush()
            if isOwingAnswer, !isFull {
                answerNewest()
                isFull = try !stream.flush()
            }
            while !isFull, mayFeed { isFull = try !feed() }
            if !isFull, closing.isSaid { stream.finishSending() }
            takeNote(isFull)
            guard isFull != isWaitingToWrite else { return }
            isWaitingToWrite = isFull
            updateInterest()
        } catch {
            fail(later: error)
        }
    }

    /// Puts what stands for a frame into the egress queue; `false` if it does not fit or makes no sense.
    private func put(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        // Held once, because each call of another module would hold it again.
        let egress = stream.egress
        if offload.required.isEmpty {
            guard queue(.binary, frame.bytes) else { return false }
        } else {
            guard let (count, _) = encode(frame, offload, lending: { egress.room(for: $0) }) else { return false }
            egress.commit(count)
        }
        if egress.count >= batch { write() }
        return true
    }

    /// Has a frame wait for the socket.
    private func wait(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        let queue = waiting ?? FairQueue(allowing: WaitAllowance(roundTrip: stream.socket.roundTrip), drawingOn: memory)
        waiting = queue
        let flow = queue.flow(of: frame)
        func room(_ byteCount: Int) -> UnsafeMutableRawBufferPointer? {
            // The egress queue must be able to hold what the socket leaves of it: no message may be sent in part.
            guard byteCount <= Self.egressLimit else { return nil }
            return queue.room(for: byteCount, in: flow) { receiver?.dropped(.queueFull) }
        }
        let counts: (Int, first: Int)?
        if isCompressing {
            // The compressor must see messages in the order in which they are sent.
            counts = room(frame.count).map {
                $0.copyMemory(from: frame)
                return (frame.count, frame.count)
            }
        } else {
            counts = encode(frame, offload, lending: room)
        }
        guard let (count, first) = counts else { return false }
        queue.commit(count, first: first, in: flow, at: stream.loop.now)
        return true
    }

    /// Whether frames wait that may still be sent: not behind a close frame.
    private var mayFeed: Bool { closing.maySend && waiting?.isEmpty == false }

    /// Gives the socket some of what waits.
    ///
    /// - Returns: whether it took all of that.
    private func feed() throws(TransportError) -> Bool {
        guard let waiting else { return true }
        let now = stream.loop.now
        var isTaken = true
        while isTaken, !waiting.isEmpty, stream.egress.count < Self.worthSending {
            try waiting.takeFirst(at: now) { (bytes, losesSegment) throws(TransportError) -> Void in
                if losesSegment { receiver?.dropped(.congested) }
                isTaken = try pass(bytes)
            }
        }
        guard isTaken else { return false }
        return try stream.flush()
    }

    /// Gives the socket what has waited, or gathers it.
    ///
    /// - Returns: `false` if the socket is full.
    private func pass(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> Bool {
        // All of it was lost: an empty message would be a frame to the peer.
        guard !bytes.isEmpty else { return true }
        if isCompressing {
            if !queue(.binary, bytes.bytes) { receiver?.dropped(.queueFull) }
            return true
        }
        if stream.egress.isEmpty, bytes.count >= Self.worthSending { return try stream.send(bytes) }
        if !stream.egress.append(bytes) { receiver?.dropped(.queueFull) }
        return true
    }
}
