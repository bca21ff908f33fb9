/// What stands before a WebSocket frame's payload (RFC 6455 §5.2).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-------+-+-------------+-------------------------------+
///     |F|R|R|R| opcode|M| length (7)  |  length (16, if 126; or 64,   |
///     |I|S|S|S|  (4)  |A|             |  if 127), big-endian          |
///     |N|V|V|V|       |S|             |                               |
///     | |1|2|3|       |K|             |                               |
///     +-+-+-+-+-------+-+-------------+-------------------------------+
///     |                   masking key (32, if MASK)                   |
///     +---------------------------------------------------------------+
public struct FrameHeader: Hashable, Sendable {
    /// Whether the message ends with this frame.
    public var isFinal: Bool
    /// RSV1, which permessage-deflate sets on the first frame of a compressed message (RFC 7692 §6).
    public var isCompressed: Bool
    /// What the frame carries.
    public var opcode: Opcode
    /// The key that the payload is masked with; its first octet on the wire is the least significant.
    public var maskingKey: UInt32?
    /// Bytes of payload.
    public var payloadLength: Int

    /// The longest there is: two bytes, an eight-byte length and a key.
    public static let maximumLength = 14

    /// The most that a control frame may carry (§5.5).
    public static let maximumControlPayload = 125

    /// Makes a header of its parts.
    @inlinable
    public init(
        isFinal: Bool = true,
        isCompressed: Bool = false,
        opcode: Opcode,
        maskingKey: UInt32? = nil,
        payloadLength: Int
    ) {
        self.isFinal = isFinal
        self.isCompressed = isCompressed
        self.opcode = opcode
        self.maskingKey = maskingKey
        self.payloadLength = payloadLength
    }

    /// Bytes that the header takes on the wire.
    @inlinable
    public var length: Int { Self.length(payloadLength: payloadLength, isMasked: maskingKey != nil) }

    /// Bytes that the header of a payload takes on the wire, the payload's length in its shortest form.
    @inlinable
    public static func length(payloadLength: Int, isMasked: Bool) -> Int {
        let lengthBytes = payloadLength < 126 ? 0 : payloadLength <= 0xffff ? 2 : 8
        return 2 + lengthBytes + (isMasked ? 4 : 0)
    }
}

extension FrameHeader {
    /// Reads the header at the start of `bytes`.
    ///
    /// - Returns: the header, or `nil` if `bytes` hold only part of it.
    /// - Throws: ``ProtocolError`` for what no frame of either role may have; who masks is left to the caller.
    package static func parse(_ bytes: RawSpan) throws(ProtocolError) -> FrameHeader? {
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

extension FrameHeader {
    /// Writes the header to the start of `buffer`, which must have room for ``length`` bytes.
    ///
    /// - Returns: the bytes written.
    @discardableResult
    package func write(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let length = length
        precondition(buffer.count >= length, "no room for a frame header")
        buffer[0] = (isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode.rawValue
        buffer[1] = (maskingKey != nil ? 0x80 : 0) | writeExtendedLength(into: buffer)
        if let maskingKey {
            buffer.storeBytes(of: maskingKey.littleEndian, toByteOffset: length - 4, as: UInt32.self)
        }
        return length
    }

    /// Writes the length that does not fit in seven bits.
    ///
    /// - Returns: the seven bits.
    private func writeExtendedLength(into buffer: UnsafeMutableRawBufferPointer) -> UInt8 {
        if payloadLength < 126 { return UInt8(payloadLength) }
        if let length = UInt16(exactly: payloadLength) {
            buffer.storeBytes(of: length.bigEndian, toByteOffset: 2, as: UInt16.self)
            return 126
        }
        buffer.storeBytes(of: UInt64(payloadLength).bigEndian, toByteOffset: 2, as: UInt64.self)
        return 127
    }
}
