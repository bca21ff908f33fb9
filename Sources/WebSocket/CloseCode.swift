/// Why a connection is closed, as a number (RFC 6455 §7.4 and the IANA registry that it founded).
package struct CloseCode: RawRepresentable, Hashable, Sendable {
    /// The number; on the wire two bytes, big-endian.
    package let rawValue: UInt16

    /// Makes a code of its number, whatever it means.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The purpose is fulfilled.
    package static let normal = CloseCode(rawValue: 1000)
    /// The endpoint is going away: a server goes down, or the user leaves.
    package static let goingAway = CloseCode(rawValue: 1001)
    /// The peer broke the protocol.
    package static let protocolError = CloseCode(rawValue: 1002)
    /// The endpoint cannot use this kind of message.
    package static let unsupportedData = CloseCode(rawValue: 1003)
    /// No code was in the close frame.
    ///
    /// Never sent.
    package static let noStatus = CloseCode(rawValue: 1005)
    /// The connection ended without a close frame.
    ///
    /// Never sent.
    package static let abnormal = CloseCode(rawValue: 1006)
    /// A message's data is not what its kind says, such as text that is not UTF-8.
    package static let invalidPayload = CloseCode(rawValue: 1007)
    /// A message breaks the endpoint's policy.
    package static let policyViolation = CloseCode(rawValue: 1008)
    /// A message is longer than the endpoint takes.
    package static let messageTooBig = CloseCode(rawValue: 1009)
    /// The server did not agree to an extension that the client needs.
    package static let missingExtension = CloseCode(rawValue: 1010)
    /// The server met a fault of its own.
    package static let internalError = CloseCode(rawValue: 1011)
    /// The server restarts; come back.
    package static let serviceRestart = CloseCode(rawValue: 1012)
    /// The server is overloaded; come back later.
    package static let tryAgainLater = CloseCode(rawValue: 1013)
    /// A gateway got an invalid answer from the server behind it.
    package static let badGateway = CloseCode(rawValue: 1014)

    /// Whether a close frame may hold it: registered for the wire, or in the ranges for libraries and applications
    /// (RFC 6455 §7.4.1, §7.4.2).
    package var isAllowedOnWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

extension CloseCode: CustomStringConvertible {
    /// The number.
    package var description: String { "\(rawValue)" }
}
