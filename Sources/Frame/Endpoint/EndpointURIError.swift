/// What is wrong with a URI that an operator wrote.
public enum EndpointURIError: Error, Equatable, CustomStringConvertible {
    /// There is no `scheme:` in front, or it is not one.
    case missingScheme(String)
    /// The authority is not a host's name or address.
    case invalidHost(String)
    /// The port is not a number from 0 to 65,535.
    case invalidPort(String)
    /// A percent-encoded part is not UTF-8, or holds NUL.
    case invalidEncoding(String)
    /// More bytes than any sensible URI.
    case tooLong(byteCount: Int)
    /// The value does not read as what the parameter wants.
    case invalidParameter(String, value: String)
    /// The number is outside what the parameter allows.
    case outOfRange(String, value: String, range: ClosedRange<Int>)
    /// The value is none of the words that the parameter allows.
    case noChoice(String, value: String, choices: [String])
    /// The parameter is there twice.
    case repeatedParameter(String)
    /// The component has no such parameter.
    case unknownParameter(String, known: [String])
    /// A part that the component cannot do without.
    case missingPart(String, of: String)
    /// A part that means nothing to the component.
    case unexpectedPart(String, in: String)

    /// The error as a sentence.
    public var description: String {
        switch self {
        case .missingScheme(let text): "'\(text)' is not a URI: it needs a scheme, as in 'tap:ethws0' or 'wss://host/'"
        case .invalidHost(let text): "'\(text)' is not a host name or address; an IPv6 address stands in brackets"
        case .invalidPort(let text): "'\(text)' is not a port number from 0 to 65535"
        case .invalidEncoding(let text): "'\(text)' is not percent-encoded UTF-8"
        case .tooLong(let byteCount): "a URI of \(byteCount) bytes is too long"
        case .invalidParameter(let name, let value): "'\(value)' is not a value for the parameter '\(name)'"
        case .outOfRange(let name, let value, let range):
            "the parameter '\(name)' is a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'"
        case .noChoice(let name, let value, let choices):
            "the parameter '\(name)' is \(Self.either(choices)), not '\(value)'"
        case .repeatedParameter(let name): "the parameter '\(name)' is given twice"
        case .unknownParameter(let name, let known): Self.unknown(name, known)
        case .missingPart(let part, let whole): "a '\(whole):' URI needs a \(part)"
        case .unexpectedPart(let part, let whole): "a '\(whole):' URI has no \(part)"
        }
    }

    private static func unknown(_ name: String, _ known: [String]) -> String {
        known.isEmpty
            ? "this URI takes no parameters (got '\(name)')"
            : "unknown parameter '\(name)'; known: \(known.joined(separator: ", "))"
    }

    /// `a, b or c`.
    private static func either(_ choices: [String]) -> String {
        choices.count < 2
            ? choices.joined() : choices.dropLast().joined(separator: ", ") + " or \(choices[choices.count - 1])"
    }
}
