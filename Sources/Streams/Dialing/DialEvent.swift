package import TLS

/// What a ``WebSocketTransport`` tells of its way to a server while it connects.
///
/// Holds no secret. What the peer says is passed on as it is.
package enum DialEvent: Sendable, Equatable {
    /// A stage begins.
    ///
    /// To a proxy that wants to know who asks, all begins anew.
    case began(DialStage)
    /// The host has these addresses, without ports, in the order in which they are tried.
    case resolved(host: String, addresses: [String])
    /// An attempt to connect has failed, with this `errno`; others may be under way.
    case attemptFailed(address: String, code: CInt)
    /// The connection to this address stands.
    case connected(address: String)
    /// The proxy has connected to the server.
    case admittedByProxy
    /// The proxy has not.
    case refusedByProxy(ProxyError)
    /// The server's certificate is not good enough.
    case distrusted(ServerCertificate, CertificateFault)
    /// The TLS session stands.
    case secured(SecuritySummary)
    /// The server, or whoever speaks in its place, has answered the request.
    case answered(AnswerSummary)
    /// The answer is an upgrade to WebSocket.
    case upgraded(subprotocol: String?, isCompressed: Bool)
    /// The stage has taken too long, and the connection is given up.
    case timedOut
}

/// The stages of the way to a server, in their order; which of them there are is for the URI to say.
package enum DialStage: Sendable, Hashable, CaseIterable {
    /// The name of the server, or of the proxy, is looked up.
    case lookup
    /// A connection to it is made.
    case connection
    /// The proxy connects to the server.
    case proxy
    /// TLS is agreed on, and the server's certificate verified.
    case security
    /// The request to upgrade to WebSocket is sent and answered.
    case upgrade
}

/// Told how far a connection has come; on the event loop that it is made on.
package typealias DialObserver = @Sendable (DialEvent) -> Void
