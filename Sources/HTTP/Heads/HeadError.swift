/// Why bytes are not an HTTP/1.1 head that we take (RFC 9112).
///
/// Each maps to the status to answer with.
package enum HeadError: Error, Hashable {
    /// The first line is not `method target version`, or `version status reason`.
    case malformedStartLine
    /// A version other than HTTP/1.0 and HTTP/1.1.
    case unsupportedVersion
    /// A field line without a name, with a blank before its colon, or that continues the line before (RFC 9112 §5.1,
    /// §5.2).
    case malformedField
    /// A `Host` that is empty or malformed, or more than one (RFC 9112 §3.2).
    case invalidHost
    /// A control character, such as NUL or a CR or LF by itself (RFC 9112 §2.2).
    case invalidCharacter
    /// A first line over ``HeadLimits/maximumStartLineLength``.
    case startLineTooLong
    /// More field lines than ``HeadLimits/maximumFieldCount``.
    case tooManyFields
    /// More bytes than ``HeadLimits/maximumHeadSize``.
    case headTooLarge

    /// The status code to answer a request with.
    package var status: Int {
        switch self {
        case .malformedStartLine, .malformedField, .invalidHost, .invalidCharacter: 400
        case .startLineTooLong: 414
        case .tooManyFields, .headTooLarge: 431
        case .unsupportedVersion: 505
        }
    }
}

extension HeadError: CustomStringConvertible {
    /// The error as a sentence.
    package var description: String {
        switch self {
        case .malformedStartLine: "the first line is not HTTP"
        case .unsupportedVersion: "the HTTP version is not 1.0 or 1.1"
        case .malformedField: "a field line is malformed"
        case .invalidHost: "the Host field names no host, or there are two"
        case .invalidCharacter: "the head holds a control character"
        case .startLineTooLong: "the first line is too long"
        case .tooManyFields: "the head has too many fields"
        case .headTooLarge: "the head is too large"
        }
    }
}
