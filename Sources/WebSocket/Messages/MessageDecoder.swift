/// Finds messages and control frames in the bytes of one connection (RFC 6455 §5, §6.2).
///
/// The caller owns one receive buffer. The decoder reads it from an offset, unmasks in place, and moves the offset past what it
/// has consumed; an incomplete frame stays and is shown again, from its first byte, when more has arrived:
///
///     while let event = try decoder.next(in: buffer, at: &offset) { … }
///     // keep buffer[offset...], append what arrives, call again with the offset of the first byte kept
///
/// No I/O and no clock. A message in one frame costs no allocation and no copy.
public struct MessageDecoder: ~Copyable {
    private let role: Role
    private let limits: Limits
    private var state = State.open
    /// The kind of the fragmented message under way.
    private var fragmented: MessageKind?
    private var assembly: AssemblyBuffer
    private var text = UTF8Validator()
    /// Bytes of the incomplete text frame that are unmasked and checked already.
    private var examined = 0
    /// Bytes that the frame at the offset needs in all, as far as they are known: set when ``next(in:at:)`` returns `nil`.
    public private(set) var pendingFrameSize = 2

    private enum State {
        case open
        case closed
        case failed(ProtocolError)
    }

    /// Makes a decoder for what the peer of `role` sends.
    public init(role: Role, limits: Limits = Limits()) {
        self.role = role
        self.limits = limits
        assembly = AssemblyBuffer(limit: limits.maximumMessageSize)
    }

    /// The most bytes that an incomplete frame can need: a receive buffer of this size is always large enough.
    public var maximumFrameSize: Int {
        FrameHeader.maximumLength + max(limits.maximumMessageSize, FrameHeader.maximumControlPayload)
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

    /// Consumes frames from `buffer[offset...]` up to and with the first that completes something.
    ///
    /// - Parameters:
    ///   - buffer: what has arrived and is not consumed lies between `offset` and its end.
    ///   - offset: where the first unconsumed byte is; moved past what was consumed. Behind a close frame everything is.
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
        do {
            while let frame = try nextFrame(in: buffer, at: offset) {
                offset = frame.payload.upperBound
                if let event = try event(of: frame, in: buffer) { return event }
            }
            return nil
        } catch {
            state = .failed(error)
            throw error
        }
    }
}

extension MessageDecoder {
    private struct Found {
        let header: FrameHeader
        let payload: Range<Int>
    }

    /// Finds the frame at `offset` and unmasks its payload.
    ///
    /// - Returns: `nil` if it is incomplete; of text, what is there has been unmasked and checked.
    private mutating func nextFrame(
        in buffer: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(ProtocolError) -> Found? {
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[offset...])
        guard let header = try FrameHeader.parse(UnsafeRawBufferPointer(rest).bytes) else {
            pendingFrameSize = min(rest.count + 1, FrameHeader.maximumLength)
            return nil
        }
        try check(header)
        let payload = UnsafeMutableRawBufferPointer(rebasing: rest[header.length...])
        let isWhole = payload.count >= header.payloadLength
        let arrived = UnsafeMutableRawBufferPointer(rebasing: payload[..<min(payload.count, header.payloadLength)])
        if isText(header) {
            try examine(arrived, of: header)
        } else if isWhole, let key = header.maskingKey {
            Masking.apply(key, to: arrived)
        }
        guard isWhole else {
            pendingFrameSize = header.length + header.payloadLength
            return nil
        }
        examined = 0
        let start = offset + header.length
        return Found(header: header, payload: start..<start + header.payloadLength)
    }

    /// Refuses what is wrong with a frame whose payload has not been looked at, and may not be there yet.
    private func check(_ header: FrameHeader) throws(ProtocolError) {
        switch role {
        case .server: guard header.maskingKey != nil else { throw .unmaskedFrame }
        case .client: guard header.maskingKey == nil else { throw .maskedFrame }
        }
        guard !header.isCompressed else { throw .reservedBits }
        guard !header.opcode.isControl else { return }
        if header.opcode == .continuation {
            guard fragmented != nil else { throw .unexpectedContinuation }
        } else {
            guard fragmented == nil else { throw .interleavedMessage }
        }
        let assembled = fragmented == nil ? 0 : assembly.count
        guard header.payloadLength <= limits.maximumMessageSize - assembled else { throw .messageTooBig }
    }

    private func isText(_ header: FrameHeader) -> Bool {
        header.opcode == .text || header.opcode == .continuation && fragmented == .text
    }

    /// Unmasks and checks the bytes of text that have arrived since the last look.
    private mutating func examine(
        _ arrived: UnsafeMutableRawBufferPointer,
        of header: FrameHeader
    ) throws(ProtocolError) {
        let fresh = UnsafeMutableRawBufferPointer(rebasing: arrived[examined...])
        if let key = header.maskingKey { Masking.apply(key, phase: examined, to: fresh) }
        examined = arrived.count
        guard text.accept(UnsafeRawBufferPointer(fresh)) else { throw .invalidUTF8 }
    }
}

extension MessageDecoder {
    /// What a whole frame completes, if anything.
    private mutating func event(
        of frame: Found,
        in buffer: UnsafeMutableRawBufferPointer
    ) throws(ProtocolError) -> Event? {
        switch frame.header.opcode {
        case .binary: try data(.binary, frame, in: buffer)
        case .text: try data(.text, frame, in: buffer)
        case .continuation: try data(fragmented ?? .binary, frame, in: buffer)
        case .ping: .ping(.received(frame.payload))
        case .pong: .pong(.received(frame.payload))
        case .close: try close(frame.payload, in: buffer)
        }
    }

    private mutating func data(
        _ kind: MessageKind,
        _ frame: Found,
        in buffer: UnsafeMutableRawBufferPointer
    ) throws(ProtocolError) -> Event? {
        let isFinal = frame.header.isFinal
        if isFinal, kind == .text {
            guard text.isComplete else { throw .invalidUTF8 }
        }
        if isFinal, fragmented == nil { return .message(kind, .received(frame.payload)) }
        if fragmented == nil { assembly.removeAll() }
        assembly.append(UnsafeRawBufferPointer(rebasing: buffer[frame.payload]))
        fragmented = isFinal ? nil : kind
        return isFinal ? .message(kind, .assembled(count: assembly.count)) : nil
    }

    private mutating func close(
        _ payload: Range<Int>,
        in buffer: UnsafeMutableRawBufferPointer
    ) throws(ProtocolError) -> Event {
        state = .closed
        guard !payload.isEmpty else { return .close(.noStatus, reason: .received(payload)) }
        guard payload.count >= 2 else { throw .truncatedCloseCode }
        let body = UnsafeRawBufferPointer(rebasing: buffer[payload])
        let code = CloseCode(rawValue: UInt16(body[0]) << 8 | UInt16(body[1]))
        guard code.isAllowedOnWire else { throw .invalidCloseCode(code.rawValue) }
        var reason = UTF8Validator()
        guard reason.accept(UnsafeRawBufferPointer(rebasing: body[2...])), reason.isComplete else { throw .invalidUTF8 }
        return .close(code, reason: .received(payload.dropFirst(2)))
    }
}
