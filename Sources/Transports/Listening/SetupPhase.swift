internal import HTTP

/// What a connection that is not established yet waits for, in this order.
enum SetupPhase: Sendable {
    /// A trusted proxy says which peer it speaks for (PROXY protocol).
    case preamble
    /// The TLS handshake, on `wss:`.
    case transport
    /// The HTTP request.
    case request
    /// Whether the peer is admitted: it has done its part.
    case authentication
    /// The answer to the request is sent.
    case upgrade

    /// How long it may take; `nil` if the time of the phase before goes on.
    ///
    /// One time for all that a peer sends, because one for each part lets a slow drip through.
    var limit: Duration? {
        switch self {
        case .preamble, .transport, .upgrade: .seconds(10)
        case .request: nil
        case .authentication: .seconds(30)
        }
    }

    /// Whether the connection counts among those that are half-open, and may have to go for another.
    ///
    /// Not while it waits for us: then others could have it ended by connecting.
    var isHalfOpen: Bool { self != .authentication }

    /// What a peer is told that is too late; `nil` for nothing.
    ///
    /// One that has said nothing, such as a browser that connects in advance, has asked nothing (RFC 9110 §15.5.9).
    var refusal: Refusal? { self == .request ? .timeout : nil }
}
