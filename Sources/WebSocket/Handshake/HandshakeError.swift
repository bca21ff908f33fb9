/// Why a client's opening handshake came to nothing.
package enum HandshakeError: Error, Hashable {
    /// The host, the target, a subprotocol or a field cannot be put in a request.
    case invalidRequest(String)
    /// The server answered with another status than 101.
    case refused(status: Int, reason: String)
    /// The answer claims to be an upgrade, but lacks what RFC 6455 §4.1 demands; says what.
    case invalidResponse(String)
}

extension HandshakeError: CustomStringConvertible {
    /// The error as a sentence.
    package var description: String {
        switch self {
        case .invalidRequest(let what): "the request cannot be made: \(what)"
        case .refused(let status, let reason):
            reason.isEmpty ? "the server answered \(status)" : "the server answered \(status) \(reason)"
        case .invalidResponse(let what): "the server's answer is no upgrade to WebSocket: \(what)"
        }
    }
}
