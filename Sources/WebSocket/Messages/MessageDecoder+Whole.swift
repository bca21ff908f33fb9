extension MessageDecoder {
    /// Finds what nearly all messages are: binary, in one frame that is all there, neither compressed nor longer than 64 KiB.
    ///
    /// A few bytes tell. Whatever else it is, right or wrong, is left to those who look closer.
    @inline(__always)
    mutating func nextWhole(in buffer: UnsafeMutableRawBufferPointer, at offset: inout Int) -> Event? {
        let available = buffer.count - offset
        guard fragmented == nil, available >= Self.headerLength else { return nil }
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

    /// The header of such a message, masked: no whole message of ours is as short.
    private static let headerLength = 8
}
