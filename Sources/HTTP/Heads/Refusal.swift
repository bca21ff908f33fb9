/// An answer that is not an upgrade: it says why, and the connection closes behind it.
package struct Refusal: Error, Sendable, Hashable {
    /// The status code.
    package var status: Int
    /// The words behind it.
    package var reason: String
    /// Fields beyond those that every refusal has.
    package var fields: HeaderFields
    /// What a person reads who looks at the answer: one sentence.
    package var explanation: String

    /// Makes a refusal of its parts.
    package init(
        status: Int,
        reason: String? = nil,
        fields: HeaderFields = HeaderFields(),
        explanation: String? = nil
    ) {
        self.status = status
        self.reason = reason ?? Self.reason(of: status)
        self.fields = fields
        self.explanation = explanation ?? self.reason
    }

    /// The answer to a head that does not parse.
    package init(_ error: HeadError) { self.init(status: error.status, explanation: error.description) }

    /// Wrong credentials, or none, with the words that users of the original know.
    ///
    /// - Parameters:
    ///   - realm: shown to the user who is asked for a password; without quotes.
    ///   - schemes: what the peer may present, such as `Basic` (RFC 7617 §2) and `Bearer` (RFC 6750 §3).
    /// - Returns: a refusal with status 401, or 403 where there is nothing that a request could present.
    package static func unauthorized(realm: String, schemes: [String] = ["Basic"]) -> Refusal {
        guard !schemes.isEmpty else { return Refusal(status: 403, explanation: "A client certificate is needed.") }
        let challenges = HeaderFields(
            schemes.map { HeaderFields.Field("WWW-Authenticate", "\($0) realm=\"\(realm)\"") })
        return Refusal(status: 401, reason: "Authorization Required", fields: challenges)
    }

    /// Too many wrong credentials have come from the peer's address.
    ///
    /// - Parameter delay: how long it should wait, in seconds (RFC 9110 §10.2.3).
    /// - Returns: a refusal with status 429 (RFC 6585 §4).
    package static func tooManyRequests(retryAfter delay: Int) -> Refusal {
        Refusal(
            status: 429,
            fields: ["Retry-After": "\(delay)"],
            explanation: "Too many wrong credentials have come from this address."
        )
    }

    /// Nothing is served at the path that was asked for.
    package static let notFound = Refusal(status: 404)

    /// The request was not complete in time (RFC 9110 §15.5.9).
    package static let timeout = Refusal(status: 408)

    /// The server cannot admit anybody else now.
    ///
    /// - Parameter delay: how long the peer should wait, in seconds (RFC 9110 §10.2.3).
    /// - Returns: a refusal with status 503.
    package static func unavailable(retryAfter delay: Int = 5) -> Refusal {
        Refusal(status: 503, fields: ["Retry-After": "\(delay)"])
    }

    /// The whole response.
    package var response: [UInt8] {
        let body = explanation + "\n"
        var head = HeaderFields()
        head.append(fields)
        head.append("Content-Type", "text/plain; charset=utf-8")
        head.append("Content-Length", "\(body.utf8.count)")
        // A browser is not to guess that it could be a script.
        head.append("X-Content-Type-Options", "nosniff")
        // An `Upgrade` field must be named in `Connection` (RFC 9110 §7.8).
        head.append("Connection", fields["Upgrade"] == nil ? "close" : "close, Upgrade")
        return Array((head.message(startLine: "HTTP/1.1 \(status) \(reason)") + body).utf8)
    }

    private static func reason(of status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 401: "Authorization Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 414: "URI Too Long"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Refused"
        }
    }
}

extension Refusal: CustomStringConvertible {
    /// The status and the explanation.
    package var description: String { "\(status) \(explanation)" }
}

extension HeaderFields {
    /// A head with these fields, and the empty line behind it.
    package func message(startLine: String) -> String {
        lines.reduce(startLine + "\r\n") { $0 + "\($1.name): \($1.value)\r\n" } + "\r\n"
    }
}
