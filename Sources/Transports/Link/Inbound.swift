internal import Frame
internal import Queueing
internal import Streams
internal import WebSocket

/// A frame's way into a link.
///
/// 1. ``receive()``: the incomplete frame of last time, if any, is put at the front of the loop's scratch memory, and as much as fits is
///    received behind it (decrypted there, on `wss:`).
/// 2. ``next(in:)``: the decoder finds each message and unmasks it where it is; the link has its owner borrow it from there.
/// 3. ``finish(_:)``: what is left is an incomplete frame, or was too much for one turn: it is kept.
/// 4. ``settle(_:)``: what came and was no frame is charged.
/// 5. ``learn(from:)``: how long all this took says how much is received next.
final class Inbound {
    private let stream: ByteStream
    /// What has arrived and is not dealt with: the beginning of a frame whose rest is missing, unless ``isBehind``.
    private let incomplete: ByteQueue
    /// Frames that are taken before the clock is read, a power of two: only one if it has to be decompressed, because a few bytes may
    /// become 64 KiB.
    private let framesPerLook: Int
    // Touched for every frame. Each access is over before other code is called, so that none overlaps another.
    @exclusivity(unchecked) private var decoder: MessageDecoder
    /// What has come besides frames.
    @exclusivity(unchecked) private var overhead = Overhead()
    /// The kernel's queue of what has arrived, of which the next large frame may have to be lost.
    @exclusivity(unchecked) private var standing = StandingQueue()
    /// How much is received at once.
    @exclusivity(unchecked) private var readBudget = ReadBudget()
    /// Whether ``incomplete`` begins with whole frames, which were too much for one turn.
    @exclusivity(unchecked) private var isBehind = false
    /// Whether the peer has to wait with what it sends.
    private(set) var isPaused = false

    /// - Parameter early: bytes that arrived behind the handshake.
    init(_ decoder: consuming MessageDecoder, isCompressed: Bool, from stream: ByteStream, early: ArraySlice<UInt8>) {
        self.decoder = decoder
        self.stream = stream
        framesPerLook = isCompressed ? 1 : 16
        incomplete = ByteQueue(limit: stream.loop.scratch.count)
        _ = early.withUnsafeBytes { incomplete.append($0) }
    }

    /// What has arrived, in scratch memory, and how much of it was dealt with.
    struct Batch {
        /// Valid until the loop's scratch memory is used for something else, at the end of the turn.
        let buffer: UnsafeMutableRawBufferPointer
        /// What has just come, for it to be charged.
        let arrival: Arrival
        /// Whether it has all just come: how long it takes to deal with what came before is no measure of how much to receive.
        let isFresh: Bool
        /// Bytes that were dealt with.
        fileprivate(set) var offset = 0
        /// Messages and control frames that were found.
        fileprivate(set) var eventCount = 0
        /// Whether the rest is left for another turn.
        fileprivate(set) var isTooMuch = false
    }

    /// Begins with what arrived with the handshake, which is no part of the traffic.
    func start() {
        _ = stream.takeArrival()
        isBehind = !incomplete.isEmpty
        recallIfBehind()
    }

    /// Receives once, unless something was left of last time.
    ///
    /// Level-triggered readiness calls again if there is more, after others had their turn.
    ///
    /// - Parameter heard: called when the peer is heard.
    /// - Returns: `nil` if nothing has arrived.
    /// - Throws: why the connection is over.
    func receive(heard: (Duration) -> Void) throws(TransportError) -> Batch? {
        let kept = incomplete.count
        stream.loop.scratch.copyMemory(from: incomplete.pending)
        guard !isBehind else {
            isBehind = false
            return batch(of: kept, Arrival(), isFresh: false)
        }
        let isFresh = !stream.isBehind
        switch stream.receive(behind: kept, atMost: readBudget.byteCount, isSharing: true) {
        case .bytes(let count):
            let now = stream.loop.now
            heard(now)
            if isFresh { standing.taken(leavingSome: stream.mayHaveMore, at: now) }
            return batch(of: kept + count, stream.takeArrival(), isFresh: isFresh)
        case .nothing: return nil
        case .ended: throw .unreachable("the peer ended the connection without a close frame")
        case .failed(let error): throw error
        }
    }

    private func batch(of count: Int, _ arrival: Arrival, isFresh: Bool) -> Batch {
        incomplete.removeAll()
        let buffer = UnsafeMutableRawBufferPointer(rebasing: stream.loop.scratch[..<count])
        return Batch(buffer: buffer, arrival: arrival, isFresh: isFresh)
    }

    /// Finds the next message or control frame.
    ///
    /// - Returns: `nil` if there is none, or the others on the loop are to have their turn.
    func next(in batch: inout Batch) throws(ProtocolError) -> Event? {
        if batch.eventCount > 0, batch.eventCount & (framesPerLook - 1) == 0,
            stream.loop.elapsed > ReadBudget.patience(for: batch.offset, frames: batch.eventCount)
        {
            batch.isTooMuch = true
            return nil
        }
        guard let event = try decoder.next(in: batch.buffer, at: &batch.offset) else { return nil }
        batch.eventCount += 1
        return event
    }

    /// The bytes of a message, or of a control frame.
    ///
    /// Valid until ``next(in:)``.
    func bytes(of payload: Payload, in batch: Batch) -> UnsafeRawBufferPointer {
        decoder.bytes(of: payload, in: batch.buffer)
    }

    /// Judges a binary message.
    ///
    /// - Returns: why it is not delivered; `nil` for a frame.
    func fault(of message: UnsafeRawBufferPointer) -> DropReason? {
        guard message.count >= FrameSize.minimum else { return useless(message, .runt) }
        guard !standing.owesLoss || message.count < ReadBudget.longFrame else {
            standing.lost()
            return .congested
        }
        overhead.delivered(message.count)
        return nil
    }

    /// Counts a message that is no frame.
    func useless(_ message: UnsafeRawBufferPointer, _ reason: DropReason) -> DropReason {
        overhead.cameToNothing(message.count)
        return reason
    }

    /// Keeps what is left, for its rest to arrive, or for another turn.
    func finish(_ batch: Batch) {
        _ = incomplete.append(UnsafeRawBufferPointer(rebasing: batch.buffer[batch.offset...]))
        isBehind = batch.isTooMuch
        recallIfBehind()
    }

    /// What is to be charged for a batch, besides its frames: how many things, and how many bytes.
    func settle(_ batch: Batch) -> (count: Int, byteCount: Int) {
        overhead.settle(batch.arrival, consumed: batch.offset, controlCount: decoder.takeOverhead())
    }

    /// Learns how much to receive at once, when a batch was dealt with.
    func learn(from batch: Batch) {
        guard batch.isFresh else { return }
        let arrival = batch.arrival
        readBudget.taken(arrival.wire, frames: max(batch.eventCount, arrival.records), in: stream.loop.elapsed)
    }

    /// Has the loop come back for what has arrived and was left for another turn: the socket, which may have nothing more, does not call.
    func recallIfBehind() {
        if isBehind || stream.isBehind { stream.loop.recall(stream.socket.descriptor) }
    }

    /// Takes no more for a while.
    ///
    /// A peer that sends more than it may is not listened to: its own system, and the programs behind it, notice that and wait, and it
    /// costs nothing to drop what was never read.
    func pause() {
        isPaused = true
        // What was too much is dropped quickly, and is no measure of what may pass after the pause.
        readBudget.beginAnew()
    }

    /// Goes on.
    func resume() { isPaused = false }

    /// Gives back memory in which nothing waits.
    ///
    /// - Returns: how many bytes it was.
    func trim() -> Int { incomplete.trim() }
}
