internal import WebSocket

/// The one thing that two of ours agree on beyond RFC 6455.
enum Subprotocol {
    /// Both ends take several messages in one TLS record.
    static let etherws = "etherws"
}

extension RecordPolicy {
    /// What a peer that agreed to this can take.
    init(for agreement: Agreement) { self = agreement.subprotocol == Subprotocol.etherws ? .filled : .messagePerRecord }
}
