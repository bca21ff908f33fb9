internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

/// One side of an established WebSocket connection: each binary message is an Ethernet frame.
///
/// A frame's way out: ``send(_:_:)`` masks it, while copying, into the egress queue; ``flush()`` gives the queue to the socket,
/// by way of TLS on `wss:`. While the socket is full, frames wait in a fair queue (`WebSocketLink+Sending.swift`); what does not
/// fit there is dropped, so that a slow peer costs its own frames only.
///
/// A frame's way in stands in `WebSocketLink+Receiving.swift`, the end in `WebSocketLink+Closing.swift`.
final class WebSocketLink: Link {
    let name: String
    /// All that there is, because whatever is left to do is done on the way to the egress queue; nothing where messages are
    /// compressed, because the compressor must see each whole.
    let capabilities: LinkCapabilities
    /// Whether messages are compressed, each with those before it in mind.
    let isCompressing: Bool
    let stream: ByteStream
    // Touched for every frame. Each access is over before anybody else is called, so that none overlaps another.
    @exclusivity(unchecked) var decoder: MessageDecoder
    @exclusivity(unchecked) var receiver: (any FrameReceiver)?
    @exclusivity(unchecked) private var encoder: MessageEncoder
    @exclusivity(unchecked) private var keys: MaskingKeys?
    /// The kernel's queue of what has arrived, of which the next large frame may have to be lost.
    @exclusivity(unchecked) var standing = StandingQueue()
    var keepalive: Keepalive
    /// Who has said goodbye, and what is to be said.
    var closing: ClosingHandshake
    /// Whether the socket has been given up.
    var isReleased = false
    /// What has arrived and is not dealt with: the beginning of a frame whose rest is missing, unless ``isBehind``.
    let incomplete: ByteQueue
    /// What has come besides frames.
    @exclusivity(unchecked) var overhead = Overhead()
    /// Whether ``incomplete`` begins with whole frames, which were too much for one turn.
    @exclusivity(unchecked) var isBehind = false
    /// How much is received at once.
    @exclusivity(unchecked) var helping = Helping()
    /// Whether the peer has to wait with what it sends.
    var isPaused = false
    /// Frames that wait because the socket is full; made when it is first needed.
    @exclusivity(unchecked) var waiting: FairQueue?
    /// Whether the socket is full.
    var isWaitingToWrite = false
    /// What frames of all links may wait in.
    let memory: QueueMemory
    /// The memory in which bytes wait for the socket, as far as it is noted in ``memory``, in bytes.
    var noted = 0
    /// Whether memory will be given back soon.
    var isTidying = false
    /// The ping whose pong somebody waits for.
    var echo: Echo?
    /// What the peer has sent with its newest ping, 125 bytes at the most, if the answer was put off.
    var newestPing: [UInt8] = []
    /// Whether an answer was put off.
    var isOwingAnswer = false
    /// Counts the peer for as long as it is served.
    var admission: ConnectionCensus.Admission?
    /// The next ping, or the end of a farewell.
    private var timer: TimerID?

    /// The most that may be queued for the socket in messages, in bytes: enough for whatever is put there between two flushes.
    static let egressLimit = 1024 * 1024

    /// - Parameters:
    ///   - role: ours.
    ///   - compression: what was agreed on, if anything.
    ///   - liveness: how to find out that the peer has gone.
    ///   - memory: what frames of all links may wait in.
    ///   - early: bytes that arrived behind the handshake.
    init(
        role: Role,
        limits: Limits,
        compression: Compression?,
        liveness: Liveness,
        name: String,
        over stream: ByteStream,
        queueingIn memory: QueueMemory,
        early: ArraySlice<UInt8>
    ) {
        self.name = name
        self.memory = memory
        self.stream = stream
        isCompressing = compression != nil
        capabilities = compression == nil ? [.partialChecksum, .segmentsTCP4, .segmentsTCP6, .segmentsUDP] : []
        decoder = MessageDecoder(role: role, limits: limits, compression: compression)
        encoder = MessageEncoder(role: role, compression: compression)
        keys = role == .client ? MaskingKeys() : nil
        closing = ClosingHandshake(role: role)
        keepalive = Keepalive(liveness, at: stream.loop.now)
        incomplete = ByteQueue(limit: stream.loop.scratch.count)
        _ = early.withUnsafeBytes { incomplete.append($0) }
    }

    var security: String? { stream.security }

    func start(_ receiver: any FrameReceiver) {
        self.receiver = receiver
        // What came with the handshake is no part of the traffic.
        _ = stream.takeArrival()
        do throws(SystemError) {
            // The closure keeps the link alive for as long as its descriptor is watched.
            try stream.loop.watch(stream.socket.descriptor, for: .read) { self.ready($0) }
        } catch {
            return fail(later: error)
        }
        // Frames may have come with the handshake.
        if !incomplete.isEmpty { fallBehind() }
        schedulePing()
    }

    /// Queues a message or a control frame; `false` if the queue is full.
    func queue(_ opcode: Opcode, _ payload: RawSpan) -> Bool {
        // Held once: each call of another module would hold it again.
        let egress = stream.egress
        guard let room = egress.room(for: maximumSize(of: payload.byteCount)) else { return false }
        egress.commit(encode(opcode, payload, into: room))
        return true
    }

    /// The most bytes that a payload of so many takes.
    func maximumSize(of byteCount: Int) -> Int { encoder.maximumEncodedSize(of: byteCount) }

    /// Writes a message or a control frame, and tells its length.
    func encode(_ opcode: Opcode, _ payload: RawSpan, into room: UnsafeMutableRawBufferPointer) -> Int {
        encoder.encode(opcode, payload, maskingKey: keys?.next() ?? 0, into: room)
    }

    /// Queues a close frame and sends what can be sent.
    func sendClose(_ code: CloseCode) {
        guard let room = stream.egress.room(for: MessageEncoder.maximumControlSize) else { return }
        stream.egress.commit(encoder.encodeClose(code, maskingKey: keys?.next() ?? 0, into: room))
        flush()
    }

    /// The key for a frame of ours; a server masks nothing.
    func nextMaskingKey() -> UInt32? { keys?.next() }

    /// Replaces the timer of the link, which needs one at a time.
    func schedule(after delay: Duration, _ action: @escaping () -> Void) {
        cancelTimer()
        timer = stream.loop.schedule(after: delay, action)
    }

    func cancelTimer() {
        timer.map { stream.loop.cancel($0) }
        timer = nil
    }

    private func ready(_ readiness: Readiness) {
        if readiness.contains(.write) { write() }
        if readiness.contains(.read) || readiness.contains(.failed) { receive() }
    }

    /// Asks the peer at once, unless the link is ending anyway.
    func probe() {
        guard receiver != nil else { return }
        keepalive.probed(at: stream.loop.now)
        ping()
    }

    private func schedulePing() {
        let pause = keepalive.pause(at: stream.loop.now, random: .random(in: 0..<1))
        schedule(after: pause) { [weak self] in self?.ping() }
    }

    private func ping() {
        guard keepalive.tick(at: stream.loop.now) == .ping else { return fail(TransportError.silent) }
        let nothing: [UInt8] = []
        _ = queue(.ping, nothing.span.bytes)
        flush()
        // Once in a while, whether the link is busy or not: an idle one should cost little memory.
        tidy()
        waiting?.allowance = WaitAllowance(roundTrip: stream.socket.roundTrip)
        schedulePing()
    }
}
