/// Why a transport has no link to offer: where the fault lies decides what the operator should do.
public enum TransportError: Error, Equatable, CustomStringConvertible {
    /// This transport only listens.
    case cannotConnect
    /// This transport only connects.
    case cannotListen
    /// The peer could not be reached, or did not answer in time.
    case unreachable(String)
    /// The peer has no time for us, and says for how long.
    case busy(String, retryAfter: Duration)
    /// The peer, or we, refused: credentials, certificate or policy.
    case refused(String)
    /// The peer broke the protocol.
    case protocolViolation(String)
    /// The peer said nothing for too long.
    case silent

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .cannotConnect: "this transport cannot connect"
        case .cannotListen: "this transport cannot listen"
        case .unreachable(let why), .busy(let why, _): why
        case .refused(let why): why
        case .protocolViolation(let what): "the peer broke the protocol: \(what)"
        case .silent: "the peer has been silent for too long"
        }
    }
}
