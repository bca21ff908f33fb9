import CZlib

/// Compresses the messages that we send (RFC 7692 §7.2.1), where that makes them shorter.
struct Deflater: ~Copyable {
    private let stream: DeflateStream
    private let keepsContext: Bool
    private let minimumSize: Int
    /// Messages still to be sent as they are, since those before them did not get shorter.
    private var pause = 0
    /// How long the next pause will be.
    private var nextPause = 1

    /// The empty block that a flush ends with, which is not sent.
    private static let tailLength = 4
    private static let longestPause = 64

    /// Makes a compressor.
    ///
    /// - Returns: `nil` if zlib cannot do what was agreed on, so that everything is to be sent as it is.
    init?(_ compression: Compression) {
        guard compression.local.windowBits > 8 else { return nil }
        stream = DeflateStream(
            .compress(level: compression.level, memoryLevel: compression.memoryLevel),
            windowBits: compression.local.windowBits
        )
        keepsContext = compression.local.keepsContext
        minimumSize = compression.minimumSize
    }

    /// Compresses a message to the start of `output`, which has room for as many bytes as the message.
    ///
    /// - Returns: the compressed bytes, or `nil` if the message is to be sent as it is.
    mutating func deflate(_ message: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
        guard !message.isEmpty, message.count >= minimumSize else { return nil }
        guard pause == 0 else {
            pause -= 1
            return nil
        }
        stream.setBuffers(input: message, output: .init(rebasing: output[..<message.count]))
        let result = CZlib.deflate(stream.pointer, Z_SYNC_FLUSH)
        let isShorter = result == Z_OK && stream.pointer.pointee.avail_out > 0
        // What the peer does not see compressed must not be referred to: the context starts anew.
        if !isShorter || !keepsContext { deflateReset(stream.pointer) }
        adapt(isShorter)
        return isShorter ? message.count - Int(stream.pointer.pointee.avail_out) - Self.tailLength : nil
    }

    /// Spares the work on traffic that does not get shorter, such as what is encrypted, but looks again now and then.
    private mutating func adapt(_ isShorter: Bool) {
        pause = isShorter ? 0 : nextPause
        nextPause = isShorter ? 1 : min(2 * nextPause, Self.longestPause)
    }
}
