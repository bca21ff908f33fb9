internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

// A frame's way in:
// 1. The socket is readable: the incomplete frame of last time, if any, is put at the front of the loop's scratch memory, and as
//    much as fits is received behind it (decrypted there, on `wss:`).
// 2. The decoder finds each message and unmasks it where it is.
// 3. The receiver borrows it from there.
// 4. What is left is an incomplete frame: it is kept until its rest arrives.
// 5. What came and was no frame is charged: the receiver is told how much it was.
// 6. The receiver is told that there is no more, and flushes what the frames have caused.
extension WebSocketLink {
    /// Frames that are taken before the clock is read, a power of two: only one if it has to be decompressed, because a few bytes may
    /// become 64 KiB.
    private var batch: Int { isCompressing ? 1 : 16 }

    /// Receives once.
    ///
    /// Level-triggered readiness calls again if there is more, after others had their turn.
    func receive() {
        guard !isReleased else { return }
        guard !isBehind else { return catchUp() }
        let kept = incomplete.count
        stream.loop.scratch.copyMemory(from: incomplete.pending)
        // How long it takes to deal with what came before is no measure of how much to receive.
        let isFresh = !stream.isBehind
        switch stream.receive(behind: kept, atMost: helping.byteCount, isSharing: true) {
        case .bytes(let count):
            keepalive.heard(at: stream.loop.now)
            if isFresh { standing.taken(leavingSome: stream.mayHaveMore, at: stream.loop.now) }
            let arrival = stream.takeArrival()
            let frameCount = takeFrames(outOf: kept + count, of: arrival)
            guard isFresh else { return }
            helping.taken(arrival.wire, frames: max(frameCount, arrival.records), in: stream.loop.elapsed)
        case .nothing: break
        case .ended: fail(TransportError.unreachable("the peer ended the connection without a close frame"))
        case .failed(let error): fail(error)
        }
    }

    /// Leaves what has arrived for another turn.
    func fallBehind() {
        isBehind = true
        recallIfBehind()
    }

    /// Has the loop come back for what has arrived and was left for another turn: the socket, which may have nothing more, does not call.
    func recallIfBehind() {
        if isBehind || stream.isBehind { stream.loop.recall(stream.socket.descriptor) }
    }

    /// Takes the frames that were left.
    private func catchUp() {
        isBehind = false
        stream.loop.scratch.copyMemory(from: incomplete.pending)
        _ = takeFrames(outOf: incomplete.count, of: Arrival())
    }

    /// Takes the frames out of the first `count` bytes of scratch memory.
    ///
    /// - Parameter arrival: what has just come, for it to be charged.
    /// - Returns: how many there were, and other messages.
    private func takeFrames(outOf count: Int, of arrival: Arrival) -> Int {
        guard !closing.isSaid else { return 0 }
        incomplete.removeAll()
        let buffer = UnsafeMutableRawBufferPointer(rebasing: stream.loop.scratch[..<count])
        var offset = 0
        // Held once for the whole batch; whether it is still the owner is looked up for each frame.
        let receiver = receiver
        var eventCount = 0
        var isTooMuch = false
        let batch = batch
        do throws(ProtocolError) {
            while !isTooMuch, let event = try decoder.next(in: buffer, at: &offset) {
                handle(event, in: buffer, for: receiver)
                eventCount += 1
                isTooMuch = eventCount & (batch - 1) == 0 && isTooLong(for: eventCount, of: offset)
            }
        } catch {
            refuse(error)
            return eventCount
        }
        _ = incomplete.append(UnsafeRawBufferPointer(rebasing: buffer[offset...]))
        isBehind = isTooMuch
        recallIfBehind()
        tellOverhead(arrival, consumed: offset)
        self.receiver?.drained()
        // Pongs, which no owner flushes.
        flush()
        return eventCount
    }

    private func isTooLong(for frameCount: Int, of byteCount: Int) -> Bool {
        stream.loop.elapsed > Helping.patience(for: byteCount, frames: frameCount)
    }

    private func handle(
        _ event: Event,
        in buffer: UnsafeMutableRawBufferPointer,
        for receiver: (any FrameReceiver)?
    ) {
        switch event {
        case .message(.binary, let payload): deliver(decoder.bytes(of: payload, in: buffer).bytes, to: receiver)
        case .message(.text, let payload): dropUseless(.notBinary, decoder.bytes(of: payload, in: buffer).count)
        case .ping(let payload): answer(decoder.bytes(of: payload, in: buffer))
        case .pong(let payload): heardPong(decoder.bytes(of: payload, in: buffer).bytes)
        case .close(let code, _): peerLeft(code)
        }
    }

    private func dropUseless(_ reason: DropReason, _ byteCount: Int) {
        overhead.cameToNothing(byteCount)
        receiver?.dropped(reason)
    }

    private func tellOverhead(_ arrival: Arrival, consumed: Int) {
        let (count, byteCount) = overhead.settle(arrival, consumed: consumed, controlCount: decoder.takeOverhead())
        if count > 0 || byteCount > 0 { receiver?.carriedOverhead(count, byteCount: byteCount) }
    }

    private func deliver(_ frame: RawSpan, to receiver: (any FrameReceiver)?) {
        // The owner may have closed the link from within a frame before.
        guard self.receiver != nil else { return }
        guard frame.byteCount >= FrameSize.minimum else { return dropUseless(.runt, frame.byteCount) }
        guard !standing.owesLoss || frame.byteCount < Helping.longFrame else {
            standing.lost()
            receiver?.dropped(.congested)
            return
        }
        overhead.delivered(frame.byteCount)
        receiver?.received(frame)
    }
}
