/// The head of a request (RFC 9112 §3).
package struct RequestHead: Head {
    /// The method, such as `GET`.
    ///
    /// Case matters.
    package var method: String
    /// The target as it was sent, such as `/tunnel?token=1`.
    package var target: String
    /// The version.
    package var version: HTTPVersion
    /// The fields.
    package var fields: HeaderFields

    /// "A server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line" (RFC 9112 §2.2).
    package static let skippableLineCount = 4

    /// Makes a head of its parts.
    package init(
        method: String = "GET",
        target: String,
        version: HTTPVersion = .http11,
        fields: HeaderFields = HeaderFields()
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// Reads `method SP target SP version`.
    ///
    /// - Throws: also ``HeadError/invalidHost`` for a `Host` field with an invalid value, or two of them: proxy and server could take such a
    ///   request for two different ones (RFC 9112 §3.2). A missing field is no error here.
    package init(startLine: String, fields: HeaderFields) throws(HeadError) {
        let parts = startLine.utf8.split(separator: 0x20, omittingEmptySubsequences: false).map(Substring.init)
        guard parts.count == 3, parts[0].isToken, !parts[1].isEmpty, parts[1].utf8.allSatisfy(\.isVisible) else {
            throw .malformedStartLine
        }
        let version = try HTTPVersion(parsing: parts[2])
        let hosts = fields.values(of: "Host")
        guard hosts.count <= 1, hosts.allSatisfy(HostField.isValid) else { throw .invalidHost }
        self.init(method: String(parts[0]), target: String(parts[1]), version: version, fields: fields)
    }

    /// The target's path, percent-encoding and all; of an absolute target too, which a server must take (RFC 9112
    /// §3.2.2).
    package var path: String { String(Substring(pathAndQuery.utf8.prefix { $0 != UInt8(ascii: "?") })) }

    /// What stands behind the target's first `?`, or `nil` if there is none.
    package var query: String? {
        let path = pathAndQuery
        return path.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(path[path.utf8.index(after: $0)...]) }
    }

    private var pathAndQuery: Substring {
        let slash = UInt8(ascii: "/")
        guard target.utf8.first != slash, let colon = target.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            return target[...]
        }
        let rest = target.utf8[target.utf8.index(after: colon)...]
        guard rest.starts(with: [slash, slash]) else { return target[...] }
        let path = rest.dropFirst(2).drop { $0 != slash && $0 != UInt8(ascii: "?") }
        return path.first == slash ? Substring(path) : "/" + Substring(path)
    }
}
