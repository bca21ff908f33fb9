internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

/// A frame's way out of a link.
///
/// 1. While the socket takes what comes, ``send(_:_:telling:)`` writes a frame's messages straight into the egress queue of the stream.
/// 2. When the socket is full, they wait in a fair queue, ready to be sent.
/// 3. ``write(telling:)`` gives the egress queue to the socket, by way of TLS on `wss:`, and then what waits. What is in the egress
///    queue has its order, and nothing can overtake it.
/// 4. What does not fit into the fair queue is dropped, so that a slow peer costs its own frames only.
final class Outbound {
    private let stream: ByteStream
    /// What frames of all links may wait in.
    private let memory: QueueMemory
    // Touched for every frame. Each access is over before other code is called, so that none overlaps another.
    @exclusivity(unchecked) private var writer: MessageWriter
    /// Frames that wait because the socket is full; made when it is first needed.
    @exclusivity(unchecked) private var waiting: FairQueue?
    /// Whether the socket is full, and is to tell when it takes more.
    @exclusivity(unchecked) private(set) var isFull = false
    /// Whether a close frame was queued, behind which nothing may be sent (RFC 6455 §5.5.1).
    @exclusivity(unchecked) private(set) var isClosed = false
    private var pong = OwedPong()
    /// The memory in which bytes wait for the socket, as far as it is noted in ``memory``, in bytes.
    private var noted = 0
    /// Whether memory will be given back soon.
    private var isTidying = false

    /// The most that may be queued for the socket in messages, in bytes: enough for whatever is put there between two flushes.
    static let egressLimit = 1024 * 1024
    /// What is gathered before the socket is asked whether it takes it, in bytes.
    private static let batch = 256 * 1024
    private static let shortBatch = 64 * 1024
    /// What is worth a system call of its own, in bytes: less is gathered.
    private static let worthSending = 16 * 1024
    /// What a stream may keep, in bytes.
    private static let modestCapacity = 64 * 1024
    /// With more than this waiting for the socket, in bytes, pongs are put off.
    private static let pongLimit = 128

    /// - Parameters:
    ///   - stream: for frames no longer than ``egressLimit`` in all.
    ///   - memory: what frames of all links may wait in.
    init(_ writer: consuming MessageWriter, over stream: ByteStream, queueingIn memory: QueueMemory) {
        self.writer = writer
        self.stream = stream
        self.memory = memory
    }

    // MARK: 1, 2. A frame is queued, or waits

    /// Queues what stands for a frame.
    ///
    /// - Parameter receiver: told of frames that had to make way.
    /// - Returns: `false` if it does not fit or makes no sense, or the link is ending.
    func send(_ frame: UnsafeRawBufferPointer, _ offload: Offload, telling receiver: (any FrameReceiver)?) -> Bool {
        guard !isClosed else { return false }
        return isFull ? wait(frame, offload, telling: receiver) : put(frame, offload)
    }

    /// Whether so much is queued that it should be written before more is.
    ///
    /// That is less than a processor's cache holds, and less still while links are short of memory, because whatever a full socket leaves
    /// of it stays.
    var isWorthWriting: Bool {
        guard !isFull, case let count = stream.egress.count, count >= Self.shortBatch else { return false }
        return count >= Self.batch || memory.isShort
    }

    private func put(_ frame: UnsafeRawBufferPointer, _ offload: Offload) -> Bool {
        guard !offload.required.isEmpty else { return queue(.binary, frame.bytes) }
        // Held once, because each call of another module would hold it again.
        let egress = stream.egress
        guard let (count, _) = writer.write(frame, offload, lending: { egress.room(for: $0) }) else { return false }
        egress.commit(count)
        return true
    }

    private func wait(
        _ frame: UnsafeRawBufferPointer,
        _ offload: Offload,
        telling receiver: (any FrameReceiver)?
    ) -> Bool {
        let queue = waiting ?? FairQueue(allowing: WaitAllowance(roundTrip: stream.socket.roundTrip), drawingOn: memory)
        waiting = queue
        let flow = queue.flow(of: frame)
        func room(_ byteCount: Int) -> UnsafeMutableRawBufferPointer? {
            // The egress queue must be able to hold what the socket leaves of it: no message may be sent in part.
            guard byteCount <= Self.egressLimit else { return nil }
            return queue.room(for: byteCount, in: flow) { receiver?.dropped(.queueFull) }
        }
        let written: MessageWriter.Written?
        if writer.isCompressing {
            // The compressor must see messages in the order in which they are sent.
            written = room(frame.count).map {
                $0.copyMemory(from: frame)
                return (frame.count, frame.count)
            }
        } else {
            written = writer.write(frame, offload, lending: room)
        }
        guard let (count, first) = written else { return false }
        queue.commit(count, first: first, in: flow, at: stream.loop.now)
        return true
    }

    // MARK: Control frames

    /// Queues a message or a control frame; `false` if the queue is full.
    func queue(_ opcode: Opcode, _ payload: RawSpan) -> Bool {
        // Held once: each call of another module would hold it again.
        let egress = stream.egress
        guard let room = egress.room(for: writer.maximumSize(of: payload.byteCount)) else { return false }
        egress.commit(writer.write(opcode, payload, to: room))
        return true
    }

    /// Queues a close frame, if there is room for one: the last that is sent.
    func queueClose(_ code: CloseCode) {
        isClosed = true
        guard let room = stream.egress.room(for: MessageEncoder.maximumControlSize) else { return }
        stream.egress.commit(writer.writeClose(code, to: room))
    }

    /// Answers a ping while there is room, or keeps it until the socket has taken what is before it.
    func answer(_ ping: UnsafeRawBufferPointer) {
        guard !isClosed else { return }
        let isAnswered = stream.pendingOutputCount < Self.pongLimit && queue(.pong, ping.bytes)
        if isAnswered { pong.forget() } else { pong.owe(ping) }
    }

    // MARK: 3. The socket takes what it can

    /// Gives the socket what it takes; ``isFull`` says whether it left some.
    ///
    /// - Parameter receiver: told of what is lost on the way.
    /// - Throws: what broke the connection.
    func write(telling receiver: (any FrameReceiver)?) throws(TransportError) {
        var isTaken = try stream.flush()
        if isTaken, pong.isOwed, !isClosed {
            pong.pay { queue(.pong, $0) }
            isTaken = try stream.flush()
        }
        while isTaken, !isClosed, waiting?.isEmpty == false { isTaken = try feed(telling: receiver) }
        isFull = !isTaken
        note()
    }

    /// Gives the socket some of what waits.
    ///
    /// - Returns: whether it took all of that.
    private func feed(telling receiver: (any FrameReceiver)?) throws(TransportError) -> Bool {
        guard let waiting else { return true }
        let now = stream.loop.now
        var isTaken = true
        while isTaken, !waiting.isEmpty, stream.egress.count < Self.worthSending {
            try waiting.takeFirst(at: now) { (bytes, losesSegment) throws(TransportError) -> Void in
                if losesSegment { receiver?.dropped(.congested) }
                isTaken = try pass(bytes, telling: receiver)
            }
        }
        guard isTaken else { return false }
        return try stream.flush()
    }

    /// Gives the socket what has waited, or gathers it.
    ///
    /// - Returns: `false` if the socket is full.
    private func pass(
        _ bytes: UnsafeRawBufferPointer,
        telling receiver: (any FrameReceiver)?
    ) throws(TransportError) -> Bool {
        // All of it was lost: an empty message would be a frame to the peer.
        guard !bytes.isEmpty else { return true }
        if !writer.isCompressing, stream.egress.isEmpty, bytes.count >= Self.worthSending {
            return try stream.send(bytes)
        }
        let isQueued = writer.isCompressing ? queue(.binary, bytes.bytes) : stream.egress.append(bytes)
        if !isQueued { receiver?.dropped(.queueFull) }
        return true
    }

    /// Says anew how long frames may wait, and how many; the first time it is said when some begin to.
    func allow(_ allowance: WaitAllowance) { waiting?.allow(allowance) }

    // MARK: Memory

    /// Notes the memory in which bytes wait for the socket.
    private func note() {
        let taken = isFull ? stream.capacity : 0
        guard taken != noted else { return }
        memory.note(change: taken - noted)
        noted = taken
    }

    /// Whether memory that was needed while the socket was full is to be given back soon: true once, until ``trim()``.
    ///
    /// One of many links that were flooded must not keep it for as long as it lives.
    func beginsTidying() -> Bool {
        guard !isTidying, !isFull, waiting != nil || stream.capacity > Self.modestCapacity else { return false }
        isTidying = true
        return true
    }

    /// Gives back the memory of queues that are empty.
    ///
    /// - Returns: how many bytes it was.
    func trim() -> Int {
        isTidying = false
        var freed = stream.trim()
        if let waiting, waiting.isEmpty {
            freed += waiting.capacity
            self.waiting = nil
        }
        return freed
    }

    /// What the link knows of itself.
    func snapshot(isPaused: Bool) -> LinkSnapshot {
        var snapshot = LinkSnapshot()
        snapshot.security = stream.security
        snapshot.egressByteCount = stream.pendingOutputCount
        snapshot.waitingByteCount = waiting?.byteCount ?? 0
        snapshot.isFull = isFull
        snapshot.isPaused = isPaused
        let roundTrip = stream.socket.roundTrip
        // It is zero where the kernel has measured none, as of a Unix socket.
        snapshot.roundTrip = roundTrip > .zero ? roundTrip : nil
        return snapshot
    }

    /// Gives back everything, at the end.
    ///
    /// - Returns: how many bytes it is, with what goes when the stream does.
    func giveUp() -> Int {
        isClosed = true
        memory.note(change: -noted)
        noted = 0
        defer { waiting = nil }
        return stream.capacity + (waiting?.capacity ?? 0)
    }
}
