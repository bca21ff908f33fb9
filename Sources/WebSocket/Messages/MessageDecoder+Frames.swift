extension MessageDecoder {
    /// A whole frame.
    struct Found {
        let header: FrameHeader
        let payload: Range<Int>
    }

    /// Finds the frame at `offset` and unmasks its payload.
    ///
    /// - Returns: `nil` if it is incomplete; of text, what is there has been unmasked and checked.
    mutating func nextFrame(
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
        if isPlainText(header) {
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
        guard !header.opcode.isControl else { return }
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
    private func isPlainText(_ header: FrameHeader) -> Bool {
        guard !isCompressed(header) else { return false }
        return header.opcode == .text || header.opcode == .continuation && fragmented?.kind == .text
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
