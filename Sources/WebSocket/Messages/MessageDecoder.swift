/// Finds messages and control frames in the bytes of one connection (RFC 6455 §5, §6.2).
///
/// The caller owns one receive buffer. The decoder reads it from an offset, unmasks in place, and moves the offset past
/// what it has consumed. An incomplete frame stays, and is shown again when more has arrived: from its first byte, as
/// the decoder left it (text is unmasked and checked as it comes), but perhaps at another address:
///
///     while let event = try decoder.next(in: buffer, at: &offset) { … }
///     // keep buffer[offset...], append what arrives, call again with the offset of the first byte kept
///
/// No I/O and no clock. A message in one frame costs no allocation and no copy.
public struct MessageDecoder: ~Copyable {
    let role: Role
    let limits: Limits
    var state = State.open
    /// The fragmented message under way.
    var fragmented: MessageForm?
    /// Its payload so far, decompressed.
    var assembly: AssemblyBuffer
    /// Whether its payload so far is UTF-8, if it is text.
    var text = UTF8Validator()
    /// Bytes of the incomplete text frame that are unmasked and checked already.
    var examined = 0
    var inflater: Inflater?
    /// Bytes that the frame at the offset needs in all, as far as they are known: set when ``next(in:at:)`` returns
    /// `nil`.
    public internal(set) var pendingFrameSize = 2

    /// Control frames, and fragments but for the last, since somebody asked.
    private var overhead = 0

    /// What a message's first frame tells about all of it.
    struct MessageForm {
        let kind: MessageKind
        let isCompressed: Bool
    }

    enum State {
        case open
        case closed
        case failed(ProtocolError)
    }

    /// Makes a decoder for what the peer of `role` sends.
    ///
    /// - Parameters:
    ///   - role: ours.
    ///   - limits: what a message may hold, once decompressed.
    ///   - compression: what was agreed on, if anything.
    public init(role: Role, limits: Limits = Limits(), compression: Compression? = nil) {
        precondition((0...1 << 30).contains(limits.maximumMessageSize), "a message has at most 1 GiB")
        self.role = role
        self.limits = limits
        assembly = AssemblyBuffer(limit: limits.maximumMessageSize)
        inflater = compression.map { Inflater($0.remote) }
    }

    /// The most bytes that an incomplete frame can need: a receive buffer of this size is always large enough.
    public var maximumFrameSize: Int {
        FrameHeader.maximumLength
            + max(maximumPayload(isCompressed: inflater != nil), FrameHeader.maximumControlPayload)
    }

    /// What does not compress gets longer by being compressed, but not by more than this.
    func maximumPayload(isCompressed: Bool) -> Int {
        limits.maximumMessageSize + (isCompressed ? limits.maximumMessageSize / 8 + 64 : 0)
    }

    /// The bytes of a payload that ``next(in:at:)`` just returned for `buffer`.
    ///
    /// Valid until the next call.
    public func bytes(of payload: Payload, in buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
        switch payload {
        case .received(let range): UnsafeRawBufferPointer(rebasing: buffer[range])
        case .assembled: assembly.bytes
        }
    }

    /// How many frames did not complete a message since the last call: control frames, and fragments but for the last.
    public mutating func takeOverhead() -> Int {
        defer { overhead = 0 }
        return overhead
    }

    /// Consumes frames from `buffer[offset...]` up to and with the first that completes something.
    ///
    /// - Parameters:
    ///   - buffer: what has arrived and is not consumed lies between `offset` and its end.
    ///   - offset: where the first unconsumed byte is; moved past what was consumed. Behind a close frame everything
    ///     is.
    /// - Returns: what was completed, or `nil` when more bytes are needed.
    /// - Throws: how the peer broke the protocol, as early as the bytes tell. From then on, every call throws the same.
    public mutating func next(
        in buffer: UnsafeMutableRawBufferPointer,
        at offset: inout Int
    ) throws(ProtocolError) -> Event? {
        switch state {
        case .open: break
        case .closed:
            // "After receiving a Close frame … any data received is discarded" (§5.5.1, §1.4).
            offset = buffer.count
            return nil
        case .failed(let error): throw error
        }
        if let message = nextWhole(in: buffer, at: &offset) { return message }
        do {
            while let frame = try nextFrame(in: buffer, at: offset) {
                offset = frame.payload.upperBound
                let event = try event(of: frame, in: buffer)
                if case .message = event {} else { overhead += 1 }
                if let event { return event }
            }
            return nil
        } catch {
            state = .failed(error)
            throw error
        }
    }
}
