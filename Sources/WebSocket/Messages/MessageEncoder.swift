/// Writes messages and control frames for one connection, each in one frame (RFC 6455 §5, §6.1).
package struct MessageEncoder: ~Copyable {
    private let role: Role
    private var deflater: Deflater?

    /// Makes an encoder for what `role` sends.
    ///
    /// - Parameters:
    ///   - role: ours.
    ///   - compression: what was agreed on, if anything. A message that does not get shorter is sent as it is.
    package init(role: Role, compression: Compression? = nil) {
        self.role = role
        deflater = compression.flatMap { Deflater($0) }
    }

    /// The most bytes that a payload of `count` bytes takes once encoded.
    package func maximumEncodedSize(of count: Int) -> Int {
        FrameHeader.length(payloadLength: count, isMasked: role == .client) + count
    }

    /// Writes a whole message or a control frame, header and payload, in one pass.
    ///
    /// - Parameters:
    ///   - opcode: not `.continuation`: what we send is never fragmented, since old peers cannot put it together.
    ///   - payload: for a control frame at most 125 bytes, for text UTF-8: breaking either is a fault of the caller.
    ///   - maskingKey: 32 bits that the peer cannot foretell, new for every frame (RFC 6455 §5.3). A server masks
    ///     nothing.
    ///   - buffer: has room for ``maximumEncodedSize(of:)`` bytes.
    /// - Returns: the bytes written.
    package mutating func encode(
        _ opcode: Opcode,
        _ payload: RawSpan,
        maskingKey: UInt32,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(opcode != .continuation, "messages are sent whole")
        precondition(
            !opcode.isControl || payload.byteCount <= FrameHeader.maximumControlPayload,
            "a control frame holds 125 bytes at most"
        )
        return payload.withUnsafeBytes { payload in
            if !opcode.isControl, let count = encodeCompressed(opcode, payload, maskingKey: maskingKey, into: buffer) {
                return count
            }
            let header = header(opcode, payload.count, maskingKey: maskingKey)
            let body = UnsafeMutableRawBufferPointer(rebasing: buffer[header.write(into: buffer)...])
            switch role {
            case .client: Masking.copy(from: payload, to: body, key: maskingKey)
            case .server: body.copyMemory(from: payload)
            }
            return header.length + payload.count
        }
    }

    private func header(_ opcode: Opcode, _ count: Int, isCompressed: Bool = false, maskingKey: UInt32) -> FrameHeader {
        FrameHeader(
            isCompressed: isCompressed,
            opcode: opcode,
            maskingKey: role == .client ? maskingKey : nil,
            payloadLength: count
        )
    }

    /// Writes a message compressed, if that makes it shorter.
    private mutating func encodeCompressed(
        _ opcode: Opcode,
        _ payload: UnsafeRawBufferPointer,
        maskingKey: UInt32,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard deflater != nil else { return nil }
        let start = FrameHeader.length(payloadLength: payload.count, isMasked: role == .client)
        let compressed = UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
        guard let count = deflater?.deflate(payload, into: compressed) else { return nil }
        // A shorter payload may have a shorter header: then it moves to the left.
        let header = header(opcode, count, isCompressed: true, maskingKey: maskingKey)
        let body = UnsafeMutableRawBufferPointer(rebasing: buffer[header.length..<header.length + count])
        body.copyMemory(from: UnsafeRawBufferPointer(rebasing: compressed[..<count]))
        if role == .client { Masking.apply(maskingKey, to: body) }
        return header.write(into: buffer) + count
    }

    /// Writes a close frame.
    ///
    /// - Parameters:
    ///   - code: what to say; ``CloseCode/noStatus``, or any other that must not be sent, leaves the frame empty.
    ///   - reason: for people, in English; cut to the 123 bytes that fit.
    ///   - maskingKey: as for ``encode(_:_:maskingKey:into:)``.
    ///   - buffer: has room for ``maximumControlSize`` bytes.
    /// - Returns: the bytes written.
    package mutating func encodeClose(
        _ code: CloseCode,
        reason: String = "",
        maskingKey: UInt32,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var body: [UInt8] = []
        if code.isAllowedOnWire {
            body = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xff)]
            for character in reason {
                guard body.count + character.utf8.count <= FrameHeader.maximumControlPayload else { break }
                body += character.utf8
            }
        }
        return encode(.close, body.span.bytes, maskingKey: maskingKey, into: buffer)
    }

    /// The most bytes that a control frame takes once encoded.
    package static let maximumControlSize = 2 + 4 + FrameHeader.maximumControlPayload
}
