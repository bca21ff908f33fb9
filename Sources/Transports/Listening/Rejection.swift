internal import Frame
internal import HTTP

/// Why a peer was not admitted: what it is told, and what the operator is told.
struct Rejection: Error {
    let refusal: Refusal
    let reason: any Error

    /// - Parameter reason: for the operator, if that is more than what the peer is told.
    init(_ refusal: Refusal, because reason: (any Error)? = nil) {
        self.refusal = refusal
        self.reason = reason ?? TransportError.refused(refusal.description)
    }
}

extension Rejection {
    /// What an error of the setup means to the peer; `nil` if there is nothing to tell it.
    init?(of error: any Error) {
        switch error {
        case let rejection as Rejection: self = rejection
        case let refusal as Refusal: self.init(refusal)
        case let error as HeadError: self.init(Refusal(error))
        default: return nil
        }
    }

    /// A peer on one of the last descriptors.
    static let noDescriptors = Rejection(
        .unavailable(retryAfter: 1), because: TransportError.refused("the process has no descriptors to spare"))

    /// A peer that comes when too many others wait for a decision.
    static let tooManyWait = Rejection(
        .unavailable(), because: TransportError.refused("too many peers wait for a decision"))

    /// A peer from a network with too many wrong credentials.
    static func tooManyFailures(retryAfter delay: Duration) -> Rejection {
        Rejection(
            .tooManyRequests(retryAfter: Int(delay.components.seconds) + 1),
            because: TransportError.refused("too many wrong credentials have come from this network"))
    }
}
