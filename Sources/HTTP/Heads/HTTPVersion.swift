/// The versions of HTTP that share the text format of RFC 9112.
package enum HTTPVersion: String, Sendable, Hashable {
    /// HTTP/1.0, which knows no upgrade.
    case http10 = "HTTP/1.0"
    /// HTTP/1.1.
    case http11 = "HTTP/1.1"

    /// Reads the version in a first line.
    init(parsing text: Substring) throws(HeadError) {
        // HTTP-version = "HTTP/" DIGIT "." DIGIT (RFC 9112 §2.3).
        let bytes = Array(text.utf8)
        guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), bytes[5].isDigit, bytes[6] == 0x2e, bytes[7].isDigit
        else { throw .malformedStartLine }
        guard let version = HTTPVersion(rawValue: String(text)) else { throw .unsupportedVersion }
        self = version
    }
}
