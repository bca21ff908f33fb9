/// Puts messages together of frames (RFC 6455 §5.4): decompresses them, and finds out whether text is UTF-8.
struct MessageAssembler: ~Copyable {
    private let limits: Limits
    /// The fragmented message under way.
    private var fragmented: MessageForm?
    /// Its payload so far, decompressed.
    private var assembly: AssemblyBuffer
    /// Whether its payload so far is UTF-8, if it is text.
    private var text = UTF8Validator()
    private var inflater: Inflater?

    /// What a message's first frame tells about all of it.
    private struct MessageForm {
        let kind: MessageKind
        let isCompressed: Bool
    }

    /// - Parameters:
    ///   - limits: what a message may hold, once decompressed.
    ///   - compression: what was agreed on, if anything.
    init(limits: Limits, compression: Compression?) {
        self.limits = limits
        assembly = AssemblyBuffer(limit: limits.maximumMessageSize)
        inflater = compression.map { Inflater($0.remote) }
    }

    /// Whether no message is under way.
    var isIdle: Bool { fragmented == nil }

    /// The payload of the message that was last put together of fragments.
    var bytes: UnsafeRawBufferPointer { assembly.bytes }

    /// The most bytes that the payload of a frame may have.
    var maximumPayload: Int { maximumPayload(isCompressed: inflater != nil) }

    /// What does not compress gets longer by being compressed, but not by more than this.
    private func maximumPayload(isCompressed: Bool) -> Int {
        limits.maximumMessageSize + (isCompressed ? limits.maximumMessageSize / 8 + 64 : 0)
    }

    /// Refuses the frame of a message, whose payload has not been looked at, and may not be there yet.
    func check(_ header: FrameHeader) throws(ProtocolError) {
        let isCompressed = isCompressed(header)
        if header.opcode == .continuation {
            guard fragmented != nil else { throw .unexpectedContinuation }
        } else {
            guard fragmented == nil else { throw .interleavedMessage }
        }
        // Set on a message's first frame alone, and only if it was agreed on (RFC 7692 §6).
        guard !header.isCompressed || inflater != nil && fragmented == nil else { throw .reservedBits }
        let assembled = fragmented == nil || isCompressed ? 0 : assembly.count
        guard header.payloadLength <= maximumPayload(isCompressed: isCompressed) - assembled else {
            throw .messageTooBig
        }
    }

    private func isCompressed(_ header: FrameHeader) -> Bool { fragmented?.isCompressed ?? header.isCompressed }

    /// Whether the frame's payload itself is text.
    ///
    /// What is compressed can be looked at only once it is decompressed.
    func isPlainText(_ header: FrameHeader) -> Bool {
        guard !isCompressed(header) else { return false }
        return header.opcode == .text || header.opcode == .continuation && fragmented?.kind == .text
    }

    /// Checks bytes of text, unmasked, as they come.
    mutating func check(text bytes: UnsafeRawBufferPointer) throws(ProtocolError) {
        guard text.accept(bytes) else { throw .invalidUTF8 }
    }

    /// Takes a whole frame of a message.
    ///
    /// - Parameters:
    ///   - payload: where its payload lies in `buffer`, unmasked.
    /// - Returns: the message, if it ends with this frame.
    mutating func take(
        _ header: FrameHeader,
        _ payload: Range<Int>,
        in buffer: UnsafeMutableRawBufferPointer
    ) throws(ProtocolError) -> Event? {
        let kind: MessageKind = header.opcode == .text ? .text : .binary
        let message = fragmented ?? MessageForm(kind: kind, isCompressed: header.isCompressed)
        if header.isFinal, isIdle, !message.isCompressed {
            try checkEnd(of: message)
            return .message(message.kind, .received(payload))
        }
        if isIdle { assembly.removeAll() }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[payload])
        if message.isCompressed {
            try inflate(bytes, of: message, isFinal: header.isFinal)
        } else {
            try assembly.append(bytes)
        }
        fragmented = header.isFinal ? nil : message
        guard header.isFinal else { return nil }
        try checkEnd(of: message)
        return .message(message.kind, .assembled(count: assembly.count))
    }

    private mutating func inflate(
        _ payload: UnsafeRawBufferPointer,
        of message: MessageForm,
        isFinal: Bool
    ) throws(ProtocolError) {
        let start = assembly.count
        try inflater?.inflate(payload, into: &assembly)
        if isFinal { try inflater?.finish(into: &assembly) }
        guard message.kind == .text else { return }
        guard text.accept(UnsafeRawBufferPointer(rebasing: assembly.bytes[start...])) else { throw .invalidUTF8 }
    }

    private func checkEnd(of message: MessageForm) throws(ProtocolError) {
        guard message.kind == .binary || text.isComplete else { throw .invalidUTF8 }
    }
}
