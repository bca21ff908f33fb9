/// What a peer may not do, although TLS as such has nothing against it.
enum TLSViolation: Equatable, CustomStringConvertible {
    /// The handshake took more bytes than this.
    case longHandshake(Int)
    /// A ClientHello claims to be longer than this, in bytes.
    case longHello(Int)
    /// More records than this came without data: KeyUpdates, alerts, attempts to renegotiate, empty records.
    case recordsWithoutData(Int)

    /// The sentence for the log.
    var description: String {
        switch self {
        case .longHandshake(let limit): "the peer's part of the handshake is longer than \(limit) bytes"
        case .longHello(let limit): "the ClientHello is longer than \(limit) bytes"
        case .recordsWithoutData(let limit): "more than \(limit) records without data"
        }
    }
}
