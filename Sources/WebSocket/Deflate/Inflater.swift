import CZlib

/// Decompresses the messages that arrive (RFC 7692 §7.2.2), never more than the buffer it is given may hold.
struct Inflater: ~Copyable {
    private let stream: DeflateStream
    private let keepsContext: Bool
    /// Whether the input so far ends with a block marked as the last (§7.2.3.4), behind which a new stream may begin.
    private var isAtEnd = false

    /// What the sender took off the end of the message.
    private static let tail = UInt32(bigEndian: 0x0000_ffff)

    init(_ side: Compression.Side) {
        stream = DeflateStream(.decompress, windowBits: side.windowBits)
        keepsContext = side.keepsContext
    }

    /// Decompresses one frame's payload.
    ///
    /// - Throws: ``ProtocolError/messageTooBig`` or ``ProtocolError/invalidCompressedData``.
    mutating func inflate(
        _ bytes: UnsafeRawBufferPointer,
        into output: inout AssemblyBuffer
    ) throws(ProtocolError) {
        stream.setInput(bytes)
        var isFull: Bool
        repeat {
            // One byte of scratch tells a message that just fits from one that does not.
            var scratch: UInt8 = 0
            let room = output.room
            let (result, produced) = withUnsafeMutableBytes(of: &scratch) { scratch in
                step(into: room.isEmpty ? scratch : room)
            }
            guard produced == 0 || !room.isEmpty else { throw .messageTooBig }
            output.commit(produced)
            isFull = stream.pointer.pointee.avail_out == 0
            try check(result)
        } while stream.pointer.pointee.avail_in > 0 || isFull
    }

    /// Ends a message: puts back the tail that the sender took off.
    mutating func finish(into output: inout AssemblyBuffer) throws(ProtocolError) {
        if !isAtEnd {
            try withUnsafeBytes(of: Self.tail) { tail throws(ProtocolError) in try inflate(tail, into: &output) }
            // Behind the tail zlib stands before a block's header; otherwise the message was cut off within a block.
            guard stream.pointer.pointee.data_type & 128 != 0 else { throw .invalidCompressedData }
        }
        isAtEnd = false
        if !keepsContext { inflateReset(stream.pointer) }
    }

    private func step(into output: UnsafeMutableRawBufferPointer) -> (result: CInt, produced: Int) {
        stream.setOutput(output)
        let result = CZlib.inflate(stream.pointer, Z_SYNC_FLUSH)
        return (result, output.count - Int(stream.pointer.pointee.avail_out))
    }

    private mutating func check(_ result: CInt) throws(ProtocolError) {
        switch result {
        case Z_OK: isAtEnd = false
        case Z_BUF_ERROR:
            // Nothing to read or nothing more to write: fine, unless there is both.
            guard stream.pointer.pointee.avail_in == 0 else { throw .invalidCompressedData }
        case Z_STREAM_END:
            isAtEnd = true
            // Unlike `inflateReset` it keeps the window, which the next block may refer to.
            inflateResetKeep(stream.pointer)
        default: throw .invalidCompressedData
        }
    }
}
