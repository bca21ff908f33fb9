extension FrameHeader {
    /// Writes the header to the start of `buffer`, which must have room for ``length`` bytes.
    ///
    /// - Returns: the bytes written.
    @discardableResult
    public func write(into buffer: UnsafeMutableRawBufferPointer) -> Int {
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
