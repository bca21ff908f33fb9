internal import Streams
internal import WebSocket

/// The one thing that two of ours agree on beyond RFC 6455.
enum Subprotocol {
    /// Both ends take several messages in one TLS record.
    static let etherws = "etherws"
}

extension RecordPolicy {
    /// Each message begins a record.
    ///
    /// Some peers (etherws 0.7 to 1.3) read one message a readable event, and find the others of a record only when the next one
    /// arrives.
    static var messagePerRecord: RecordPolicy {
        .perMessage { plaintext in
            // Only whole frames of our own are queued, so that the header is there and valid.
            guard let header = try? FrameHeader.parse(plaintext.bytes) else { return plaintext.count }
            return header.length + header.payloadLength
        }
    }

    /// What a peer that agreed to this can take.
    init(for agreement: Agreement) { self = agreement.subprotocol == Subprotocol.etherws ? .filled : .messagePerRecord }
}
