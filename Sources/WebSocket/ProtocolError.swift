/// How the peer broke RFC 6455.
///
/// The connection is failed with ``closeCode`` (§7.1.7).
package enum ProtocolError: Error, Hashable {
    /// A reserved bit is set that no extension gave a meaning (§5.2).
    case reservedBits
    /// An opcode that is reserved (§5.2).
    case unknownOpcode(UInt8)
    /// A length that a shorter form could have told (§5.2), or one with its highest bit set.
    case invalidLength
    /// A server got a frame that is not masked (§5.1).
    case unmaskedFrame
    /// A client got a frame that is masked (§5.1).
    case maskedFrame
    /// A control frame that claims to be a fragment (§5.5).
    case fragmentedControlFrame
    /// A control frame with more than 125 bytes (§5.5).
    case controlFrameTooLong
    /// A continuation frame where no message is under way (§5.4).
    case unexpectedContinuation
    /// A new message before the fragmented one was complete (§5.4).
    case interleavedMessage
    /// Text, or a close frame's reason, that is not UTF-8 (§8.1).
    case invalidUTF8
    /// A close frame whose body is one byte (§5.5.1).
    case truncatedCloseCode
    /// A close code that must not be on the wire (§7.4).
    case invalidCloseCode(UInt16)
    /// A message longer than ``Limits/maximumMessageSize``.
    case messageTooBig
    /// A compressed message that does not decompress (RFC 7692 §7.2.2).
    case invalidCompressedData

    /// The code to put in the close frame that answers it (§7.4.1).
    package var closeCode: CloseCode {
        switch self {
        case .reservedBits, .unknownOpcode, .invalidLength, .unmaskedFrame, .maskedFrame, .fragmentedControlFrame,
            .controlFrameTooLong, .unexpectedContinuation, .interleavedMessage, .truncatedCloseCode, .invalidCloseCode:
            .protocolError
        case .invalidUTF8, .invalidCompressedData: .invalidPayload
        case .messageTooBig: .messageTooBig
        }
    }
}

extension ProtocolError: CustomStringConvertible {
    /// The error as a sentence.
    package var description: String {
        switch self {
        case .reservedBits: "a reserved bit is set"
        case .unknownOpcode(let opcode): "opcode \(opcode) is reserved"
        case .invalidLength: "a payload length is not in its shortest form"
        case .unmaskedFrame: "a client's frame is not masked"
        case .maskedFrame: "a server's frame is masked"
        case .fragmentedControlFrame: "a control frame is fragmented"
        case .controlFrameTooLong: "a control frame is longer than 125 bytes"
        case .unexpectedContinuation: "a continuation frame continues nothing"
        case .interleavedMessage: "a message begins within another"
        case .invalidUTF8: "text is not UTF-8"
        case .truncatedCloseCode: "a close frame holds half a code"
        case .invalidCloseCode(let code): "close code \(code) must not be sent"
        case .messageTooBig: "a message is too long"
        case .invalidCompressedData: "a message does not decompress"
        }
    }
}
