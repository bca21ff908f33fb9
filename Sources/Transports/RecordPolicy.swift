internal import TLS
internal import WebSocket

/// How plaintext is cut into TLS records.
enum RecordPolicy {
    /// Records hold as much as they can: cheapest, but several messages share one.
    case filled
    /// Each message begins a record. Some peers (etherws 0.7 to 1.3) read one message a readable event, and find the others of a
    /// record only when the next one arrives.
    case messagePerRecord

    /// How many of the first of `plaintext`, which begins with a message, go into the next record.
    func nextRecord(of plaintext: UnsafeRawBufferPointer) -> Int {
        switch self {
        case .filled: return min(plaintext.count, TLSSession.recordSize)
        case .messagePerRecord:
            // Only whole frames of our own are queued, so that the header is there and valid.
            guard let header = try? FrameHeader.parse(plaintext.bytes) else { return plaintext.count }
            return min(plaintext.count, header.length + header.payloadLength)
        }
    }
}
