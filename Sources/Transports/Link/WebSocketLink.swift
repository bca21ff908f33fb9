internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

/// One side of an established WebSocket connection: each binary message is an Ethernet frame.
///
/// A frame's way out is ``Outbound``, its way in ``Inbound``. The link has them follow each other, keeps the peer awake, and ends: however
/// it does, its owner is told at most once, nothing is delivered afterwards, and the peer has a moment to read what was said last.
final class WebSocketLink: EchoingLink {
    let name: String
    let capabilities: LinkCapabilities
    let outbound: Outbound
    let inbound: Inbound
    private let stream: ByteStream
    @exclusivity(unchecked) private var receiver: (any FrameReceiver)?
    @exclusivity(unchecked) private var heartbeat: Heartbeat
    /// Who has said goodbye, and what is to be said.
    private var closing: ClosingHandshake
    /// Whether the socket has been given up.
    private(set) var isReleased = false
    /// The next ping, or the end of a farewell.
    private var timer: TimerID?
    private let memory: QueueMemory
    /// Counts the peer for as long as it is served.
    private var admission: ConnectionLimiter.Admission?

    /// How long the end may take.
    private static let farewell = Duration.seconds(1)
    /// How soon memory is given back; a link that goes on being busy takes it again, once in as long.
    private static let tidyDelay = Duration.seconds(1)
    /// What a link takes besides its queues, in bytes, on the whole.
    private static let ownSize = 32 * 1024

    /// - Parameters:
    ///   - role: of this side.
    ///   - compression: what was agreed on, if anything.
    ///   - liveness: how to find out that the peer has gone.
    ///   - stream: with room for ``Outbound/egressLimit`` bytes.
    ///   - memory: what frames of all links may wait in.
    ///   - early: bytes that arrived behind the handshake.
    ///   - admission: counts the peer; kept until the link has ended.
    init(
        role: Role,
        limits: Limits,
        compression: Compression?,
        liveness: Liveness,
        name: String,
        over stream: ByteStream,
        queueingIn memory: QueueMemory,
        early: ArraySlice<UInt8>,
        admission: ConnectionLimiter.Admission? = nil
    ) {
        self.name = name
        self.memory = memory
        self.stream = stream
        self.admission = admission
        let writer = MessageWriter(role: role, compression: compression)
        capabilities = writer.capabilities
        outbound = Outbound(writer, over: stream, queueingIn: memory)
        let decoder = MessageDecoder(role: role, limits: limits, compression: compression)
        inbound = Inbound(decoder, isCompressed: compression != nil, from: stream, early: early)
        closing = ClosingHandshake(role: role)
        heartbeat = Heartbeat(liveness, at: stream.loop.now)
    }

    var snapshot: LinkSnapshot { outbound.snapshot(isPaused: inbound.isPaused) }

    func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        do throws(SystemError) {
            // The closure keeps the link alive for as long as its descriptor is watched.
            try stream.loop.watch(stream.socket.descriptor, for: .read) { self.ready($0) }
        } catch {
            return fail(later: error)
        }
        inbound.start()
        schedulePing()
    }

    private func ready(_ readiness: Readiness) {
        if readiness.contains(.write) { write() }
        if readiness.contains(.read) || readiness.contains(.failed) { receive() }
    }

    // MARK: Out

    func send(_ frame: RawSpan, _ offload: Offload) -> Bool {
        guard frame.byteCount >= FrameSize.minimum, offload.required.isSubset(of: capabilities) else { return false }
        let isQueued = frame.withUnsafeBytes { outbound.send($0, offload, telling: receiver) }
        if outbound.isWorthWriting { write() }
        return isQueued
    }

    func flush() {
        guard !outbound.isFull, stream.hasPendingOutput else { return }
        write()
    }

    /// Gives the socket what it takes, and asks to be told when it takes more.
    private func write() {
        guard !isReleased else { return }
        let wasFull = outbound.isFull
        do throws(TransportError) {
            try outbound.write(telling: receiver)
        } catch {
            return fail(later: error)
        }
        if !outbound.isFull, closing.isSaid { stream.finishSending() }
        if outbound.isFull != wasFull { updateInterest() }
        guard outbound.beginsTidying() else { return }
        stream.loop.schedule(after: Self.tidyDelay) { [weak self] in self?.tidy() }
    }

    /// Watches the socket for what can be done with it.
    private func updateInterest() {
        guard !isReleased else { return }
        var interest: Readiness = inbound.isPaused ? [] : .read
        if outbound.isFull { interest.insert(.write) }
        stream.loop.update(stream.socket.descriptor, for: interest)
    }

    // MARK: In

    private func receive() {
        guard !isReleased else { return }
        do throws(TransportError) {
            guard var batch = try inbound.receive(heard: { heartbeat.heard(at: $0) }) else { return }
            take(&batch)
            inbound.learn(from: batch)
        } catch {
            fail(error)
        }
    }

    private func take(_ batch: inout Inbound.Batch) {
        guard !closing.isSaid else { return }
        // Held once for the whole batch; whether it is still the owner is looked up for each frame.
        let receiver = receiver
        do throws(ProtocolError) {
            while let event = try inbound.next(in: &batch) { handle(event, in: batch, for: receiver) }
        } catch {
            return refuse(error)
        }
        inbound.finish(batch)
        let (count, byteCount) = inbound.settle(batch)
        if count > 0 || byteCount > 0 { self.receiver?.carriedOverhead(count, byteCount: byteCount) }
        self.receiver?.drained()
        // Pongs, which no owner flushes.
        flush()
    }

    private func handle(_ event: Event, in batch: Inbound.Batch, for receiver: (any FrameReceiver)?) {
        switch event {
        case .message(.binary, let payload): deliver(inbound.bytes(of: payload, in: batch), to: receiver)
        case .message(.text, let payload):
            self.receiver?.dropped(inbound.useless(inbound.bytes(of: payload, in: batch), .notBinary))
        case .ping(let payload): outbound.answer(inbound.bytes(of: payload, in: batch))
        case .pong(let payload): heartbeat.heardPong(inbound.bytes(of: payload, in: batch))?()
        case .close(let code, _): peerLeft(code)
        }
    }

    private func deliver(_ message: UnsafeRawBufferPointer, to receiver: (any FrameReceiver)?) {
        // The owner may have closed the link from within a frame before.
        guard self.receiver != nil else { return }
        if let reason = inbound.fault(of: message) {
            receiver?.dropped(reason)
        } else {
            receiver?.received(message.bytes)
        }
    }

    func pauseReceiving(for duration: Duration) {
        guard !inbound.isPaused, !isReleased else { return }
        inbound.pause()
        updateInterest()
        stream.loop.schedule(after: duration) { [weak self] in
            guard let self, !isReleased else { return }
            inbound.resume()
            updateInterest()
            inbound.recallIfBehind()
        }
    }

    // MARK: Signs of life

    func probe() {
        guard receiver != nil else { return }
        heartbeat.probed(at: stream.loop.now)
        ping()
    }

    func ping(whenAnswered answered: @escaping () -> Void) {
        ping(saying: heartbeat.payload(whenAnswered: answered))
    }

    private func ping() {
        guard !heartbeat.isOver(at: stream.loop.now) else { return fail(TransportError.silent) }
        ping(saying: [])
        // Once in a while, whether the link is busy or not: an idle one should cost little memory.
        tidy()
        outbound.allow(WaitAllowance(roundTrip: stream.socket.roundTrip))
        schedulePing()
    }

    private func ping(saying payload: [UInt8]) {
        guard !outbound.isClosed else { return }
        _ = outbound.queue(.ping, payload.span.bytes)
        flush()
    }

    private func schedulePing() {
        schedule(after: heartbeat.pause(at: stream.loop.now)) { [weak self] in self?.ping() }
    }

    /// Replaces the timer of the link, which needs one at a time.
    private func schedule(after delay: Duration, _ action: @escaping () -> Void) {
        cancelTimer()
        timer = stream.loop.schedule(after: delay, action)
    }

    private func cancelTimer() {
        timer.map { stream.loop.cancel($0) }
        timer = nil
    }

    /// Gives back the memory of queues that are empty.
    private func tidy() {
        guard !isReleased else { return }
        memory.freed(outbound.trim() + inbound.trim(), on: stream.loop)
    }

    // MARK: The end

    func close() {
        receiver = nil
        // "1001 indicates that an endpoint is going away" (RFC 6455 §7.4.1).
        guard let code = closing.close(.goingAway) else { return }
        sendClose(code)
        schedule(after: Self.farewell) { self.release() }
    }

    /// The peer has said goodbye: so do we, unless we did so first (RFC 6455 §5.5.1).
    private func peerLeft(_ code: CloseCode) {
        let isOrderly = [.normal, .goingAway, .noStatus].contains(code)
        let reason = isOrderly ? nil : TransportError.unreachable("the peer closed the connection with code \(code)")
        end(saying: closing.received(code), reason)
    }

    /// The peer broke the protocol: it is told how (RFC 6455 §7.1.7).
    private func refuse(_ error: ProtocolError) {
        end(saying: closing.failed(error), TransportError.protocolViolation("\(error)"))
    }

    private func sendClose(_ code: CloseCode) {
        outbound.queueClose(code)
        flush()
    }

    /// Closing a socket at once, with unread bytes in it, would reset the connection and take what was said last with it.
    private func end(saying code: CloseCode?, _ reason: (any Error)?) {
        code.map { sendClose($0) }
        if !stream.hasPendingOutput { stream.finishSending() }
        schedule(after: Self.farewell) { self.release() }
        tellOwner(reason)
    }

    /// The connection is broken, or the peer has gone without a word: nothing is left to say.
    private func fail(_ reason: any Error) {
        release()
        tellOwner(reason)
    }

    /// Fails from the loop: an owner that is sending does not expect to be told of an end.
    private func fail(later reason: any Error) {
        stream.loop.schedule(after: .zero) { self.fail(reason) }
    }

    private func release() {
        guard !isReleased else { return }
        isReleased = true
        cancelTimer()
        stream.loop.unwatch(stream.socket.descriptor)
        stream.finishSending()
        stream.socket.abort()
        memory.freed(Self.ownSize + outbound.giveUp(), on: stream.loop)
        admission = nil
    }

    private func tellOwner(_ reason: (any Error)?) {
        let receiver = receiver
        self.receiver = nil
        receiver?.closed(reason)
    }
}
