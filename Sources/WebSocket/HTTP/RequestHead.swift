/// The head of a request (RFC 9112 §3).
public struct RequestHead: Head {
    /// The method, such as `GET`.
    ///
    /// Case matters.
    public var method: String
    /// The target as it was sent, such as `/tunnel?token=1`.
    public var target: String
    /// The version.
    public var version: HTTPVersion
    /// The fields.
    public var fields: HeaderFields

    /// Makes a head of its parts.
    public init(
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
    public init(startLine: String, fields: HeaderFields) throws(HeadError) {
        let parts = startLine.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isToken, !parts[1].isEmpty, parts[1].utf8.allSatisfy(\.isVisible) else {
            throw .malformedStartLine
        }
        let version = try HTTPVersion(parsing: parts[2])
        self.init(method: String(parts[0]), target: String(parts[1]), version: version, fields: fields)
    }

    /// The target's path, percent-encoding and all; of an absolute target too, which a server must take (RFC 9112
    /// §3.2.2).
    public var path: String { String(pathAndQuery.prefix { $0 != "?" }) }

    /// What stands behind the target's first `?`, or `nil` if there is none.
    public var query: String? {
        let path = pathAndQuery
        return path.firstIndex(of: "?").map { String(path[path.index(after: $0)...]) }
    }

    private var pathAndQuery: Substring {
        guard !target.hasPrefix("/"), let colon = target.firstIndex(of: ":") else { return target[...] }
        let rest = target[target.index(after: colon)...]
        guard rest.hasPrefix("//") else { return target[...] }
        let path = rest.dropFirst(2).drop { $0 != "/" && $0 != "?" }
        return path.hasPrefix("/") ? path : "/" + path
    }
}
