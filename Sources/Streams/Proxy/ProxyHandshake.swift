/// How a proxy is asked for a connection to a server: a conversation by turns, without I/O.
package protocol ProxyHandshake {
    /// What we say first.
    mutating func begin() -> [UInt8]

    /// Goes on with what the proxy has said since our last turn.
    ///
    /// - Parameter bytes: all of it, from its first byte; shown again, and longer, as long as more is needed.
    mutating func advance(_ bytes: [UInt8]) throws(ProxyError) -> ProxyStep
}

/// What to do next in a ``ProxyHandshake``.
package enum ProxyStep: Equatable {
    /// Wait for more.
    case needsMore
    /// It is our turn, to say this.
    case send([UInt8])
    /// Begin anew on another connection, because the proxy asks for proof of who we are.
    case reconnect
    /// What follows is between the server and us.
    case open
}
