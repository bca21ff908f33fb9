internal import Frame
internal import Streams
internal import TLS

/// What a connection has carried besides frames, so that it can be counted against what its peer may send: whatever has come from the
/// socket and was not delivered, be it TLS or WebSocket that had the work with it.
///
/// A peer that sends frames in the usual way is charged nothing: each frame may be in two TLS records of its own, and a transfer in
/// records of 1 KiB.
struct Overhead {
    /// Messages of the batch that are no frames.
    private var uselessCount = 0
    /// Bytes in those, once they were decompressed.
    private var uselessBytes = 0
    /// Frames of the batch that were delivered.
    private var frameCount = 0
    /// Bytes in those.
    private var frameBytes = 0
    /// Bytes that came and were not delivered, and have not been charged.
    private var balance = 0

    /// Bytes that may come with each frame: its header, and two TLS records (RFC 8446 §5.2) with the longest that surrounds their
    /// payload, of TLS 1.2 with CBC.
    static let allowance = 128
    /// Bytes that may have come and wait for the rest of their message or record, and are no overhead for that.
    static let slack = FrameSize.maximum + TLSSession.recordSize + 1024

    /// A frame was delivered.
    mutating func delivered(_ byteCount: Int) {
        frameCount &+= 1
        frameBytes &+= byteCount
    }

    /// A message came that is no frame.
    ///
    /// - Parameter byteCount: its length, once it was decompressed: that was the work.
    mutating func cameToNothing(_ byteCount: Int) {
        uselessCount += 1
        uselessBytes += byteCount
    }

    /// Settles a batch.
    ///
    /// - Parameters:
    ///   - arrival: what came from the socket.
    ///   - consumed: bytes of plaintext in which messages and control frames were found, of this arrival and earlier ones.
    ///   - controlCount: control frames, and fragments but for the last.
    /// - Returns: how many things there were besides frames, and how many bytes are to be charged.
    mutating func settle(_ arrival: Arrival, consumed: Int, controlCount: Int) -> (count: Int, byteCount: Int) {
        defer { (uselessCount, uselessBytes, frameCount, frameBytes) = (0, 0, 0, 0) }
        let things = uselessCount + controlCount
        let usualRecords = 2 * (frameCount + things) + arrival.plaintext / 1024
        let grown = max(0, uselessBytes - consumed)
        let taken = arrival.wire - arrival.plaintext + consumed + grown
        balance = max(0, balance + taken - frameBytes - frameBytes / 16 - Self.allowance * frameCount)
        let charge = max(0, balance - Self.slack)
        balance -= charge
        return (things + max(0, arrival.records - usualRecords), charge)
    }
}
