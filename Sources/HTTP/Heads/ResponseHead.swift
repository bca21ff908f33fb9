/// The head of a response (RFC 9112 §4).
package struct ResponseHead: Head {
    /// The version.
    package var version: HTTPVersion
    /// The status code, 100 to 599.
    package var status: Int
    /// The words behind the status code; may be empty.
    package var reason: String
    /// The fields.
    package var fields: HeaderFields

    /// None: nothing comes before an answer.
    package static let skippableLineCount = 0

    /// Makes a head of its parts.
    package init(
        version: HTTPVersion = .http11,
        status: Int,
        reason: String = "",
        fields: HeaderFields = HeaderFields()
    ) {
        self.version = version
        self.status = status
        self.reason = reason
        self.fields = fields
    }

    /// Reads `version SP status SP reason`; the second blank may be missing when no reason is given.
    package init(startLine: String, fields: HeaderFields) throws(HeadError) {
        let parts = startLine.utf8.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
            .map(Substring.init)
        guard parts.count >= 2 else { throw .malformedStartLine }
        let version = try HTTPVersion(parsing: parts[0])
        guard parts[1].utf8.count == 3, parts[1].utf8.allSatisfy(\.isDigit), let status = Int(parts[1]),
            (100...599).contains(status)
        else { throw .malformedStartLine }
        let reason = parts.count == 3 ? String(parts[2]) : ""
        self.init(version: version, status: status, reason: reason, fields: fields)
    }
}
