extension FrameHeader {
    /// Reads the header at the start of `bytes`.
    ///
    /// - Returns: the header, or `nil` if `bytes` hold only part of it.
    /// - Throws: ``ProtocolError`` for what no frame of either role may have; who masks is left to the caller.
    public static func parse(_ bytes: RawSpan) throws(ProtocolError) -> FrameHeader? {
        guard bytes.byteCount >= 2 else { return nil }
        let first = bytes.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
        let second = bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self)
        guard first & 0x30 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: first & 0x0f) else { throw .unknownOpcode(first & 0x0f) }
        var header = FrameHeader(
            isFinal: first & 0x80 != 0,
            isCompressed: first & 0x40 != 0,
            opcode: opcode,
            payloadLength: Int(second & 0x7f)
        )
        if opcode.isControl { try header.checkControlFrame() }
        guard let keyOffset = try header.readExtendedLength(bytes) else { return nil }
        guard second & 0x80 != 0 else { return header }
        guard bytes.byteCount >= keyOffset + 4 else { return nil }
        let key = bytes.unsafeLoadUnaligned(fromByteOffset: keyOffset, as: UInt32.self)
        header.maskingKey = UInt32(littleEndian: key)
        return header
    }

    private func checkControlFrame() throws(ProtocolError) {
        guard !isCompressed else { throw .reservedBits }
        guard isFinal else { throw .fragmentedControlFrame }
        guard payloadLength <= Self.maximumControlPayload else { throw .controlFrameTooLong }
    }

    /// Replaces 126 and 127 by the length that follows them.
    ///
    /// - Returns: where the length ends, or `nil` if it is not all there.
    private mutating func readExtendedLength(_ bytes: RawSpan) throws(ProtocolError) -> Int? {
        switch payloadLength {
        case 126:
            guard bytes.byteCount >= 4 else { return nil }
            let length = UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt16.self))
            // "The minimal number of bytes MUST be used to encode the length" (§5.2).
            guard length >= 126 else { throw .invalidLength }
            payloadLength = Int(length)
            return 4
        case 127:
            guard bytes.byteCount >= 10 else { return nil }
            let length = UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt64.self))
            // "The most significant bit MUST be 0" (§5.2), so that it always fits an `Int`.
            guard length > 0xffff, let length = Int(exactly: length) else { throw .invalidLength }
            payloadLength = length
            return 10
        default:
            return 2
        }
    }
}
