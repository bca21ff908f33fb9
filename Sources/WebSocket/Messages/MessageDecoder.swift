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
package struct MessageDecoder: ~Copyable {
    private let role: Role
    private let limits: Limits
    private var state = State.open
    private var assembler: MessageAssembler
    /// Bytes of the incomplete text frame that are unmasked and checked already.
    private var examined = 0
    /// Control frames, and fragments but for the last, since ``takeOverhead()``.
    private var overhead = 0
    /// Bytes that the frame at the offset needs in all, as far as they are known: set when ``next(in:at:)`` returns
    /// `nil`.
    package private(set) var pendingFrameSize = 2

    /// The longest header of a message that is found at once: no whole message of a frame is as short.
    private static let headerLength = 8

    private enum State {
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
    package init(role: Role, limits: Limits = Limits(), compression: Compression? = nil) {
        precondition((0...1 << 30).contains(limits.maximumMessageSize), "a message has at most 1 GiB")
        self.role = role
        self.limits = limits
        assembler = MessageAssembler(limits: limits, compression: compression)
    }

    /// The most bytes that an incomplete frame can need: a receive buffer of this size is always large enough.
    package var maximumFrameSize: Int {
        FrameHeader.maximumLength + max(assembler.maximumPayload, FrameHeader.maximumControlPayload)
    }

    /// The bytes of a payload that ``next(in:at:)`` just returned for `buffer`.
    ///
    /// Valid until the next call.
    package func bytes(of payload: Payload, in buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer {
        switch payload {
        case .received(let range): UnsafeRawBufferPointer(rebasing: buffer[range])
        case .assembled: assembler.bytes
        }
    }

    /// How many frames did not complete a message since the last call: control frames, and fragments but for the last.
    package mutating func takeOverhead() -> Int {
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
    package mutating func next(
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

    /// Finds what nearly all messages are: binary, in one frame that is all there, neither compressed nor longer than 64 KiB.
    ///
    /// A few bytes tell. Whatever else it is, right or wrong, is left to those who look closer.
    @inline(__always)
    func nextWhole(in buffer: UnsafeMutableRawBufferPointer, at offset: inout Int) -> Event? {
        let available = buffer.count - offset
        guard assembler.isIdle, available >= Self.headerLength else { return nil }
        // FIN without reserved bits, opcode 2 (RFC 6455 §5.2); a client masks, a server does not (§5.1).
        let second = buffer[offset + 1]
        guard buffer[offset] == 0x82, (second & 0x80 != 0) == (role == .server) else { return nil }
        var start = offset + 2
        var length = Int(second & 0x7f)
        if length >= 126 {
            guard length == 126 else { return nil }
            length = Int(UInt16(bigEndian: buffer.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
            guard length >= 126 else { return nil }
            start += 2
        }
        var key: UInt32?
        if role == .server {
            key = UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: start, as: UInt32.self))
            start += 4
        }
        guard length <= limits.maximumMessageSize, length <= buffer.count - start else { return nil }
        if let key { Masking.apply(key, to: UnsafeMutableRawBufferPointer(rebasing: buffer[start..<start + length])) }
        offset = start + length
        return .message(.binary, .received(start..<offset))
    }

    /// A whole frame.
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
        if assembler.isPlainText(header) {
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
        if !header.opcode.isControl { try assembler.check(header) }
    }

    /// Unmasks and checks the bytes of text that have arrived since the last look.
    private mutating func examine(
        _ arrived: UnsafeMutableRawBufferPointer,
        of header: FrameHeader
    ) throws(ProtocolError) {
        let fresh = UnsafeMutableRawBufferPointer(rebasing: arrived[examined...])
        if let key = header.maskingKey { Masking.apply(key, phase: examined, to: fresh) }
        examined = arrived.count
        try assembler.check(text: UnsafeRawBufferPointer(fresh))
    }

    /// What a whole frame completes, if anything.
    private mutating func event(
        of frame: Found,
        in buffer: UnsafeMutableRawBufferPointer
    ) throws(ProtocolError) -> Event? {
        switch frame.header.opcode {
        case .text, .binary, .continuation: try assembler.take(frame.header, frame.payload, in: buffer)
        case .ping: .ping(.received(frame.payload))
        case .pong: .pong(.received(frame.payload))
        case .close: try close(frame.payload, in: buffer)
        }
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
