extension MessageDecoder {
    /// What a whole frame completes, if anything.
    mutating func event(of frame: Found, in buffer: UnsafeMutableRawBufferPointer) throws(ProtocolError) -> Event? {
        let header = frame.header
        switch header.opcode {
        case .text, .binary, .continuation:
            let kind: MessageKind = header.opcode == .text ? .text : .binary
            let message = fragmented ?? MessageForm(kind: kind, isCompressed: header.isCompressed)
            return try data(message, frame, in: buffer)
        case .ping: return .ping(.received(frame.payload))
        case .pong: return .pong(.received(frame.payload))
        case .close: return try close(frame.payload, in: buffer)
        }
    }

    private mutating func data(
        _ message: MessageForm,
        _ frame: Found,
        in buffer: UnsafeMutableRawBufferPointer
    ) throws(ProtocolError) -> Event? {
        let isFinal = frame.header.isFinal
        if isFinal, fragmented == nil, !message.isCompressed {
            try checkEnd(of: message)
            return .message(message.kind, .received(frame.payload))
        }
        if fragmented == nil { assembly.removeAll() }
        let payload = UnsafeRawBufferPointer(rebasing: buffer[frame.payload])
        if message.isCompressed {
            try inflate(payload, of: message, isFinal: isFinal)
        } else {
            try assembly.append(payload)
        }
        fragmented = isFinal ? nil : message
        guard isFinal else { return nil }
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
