package import HTTP

/// How a server answered a request, as far as an operator wants to know.
package struct AnswerSummary: Sendable, Hashable {
    /// The status code, 100 to 599.
    package var status: Int
    /// The words behind it.
    package var reason: String
    /// The `Server` field: what the peer calls itself.
    package var server: String?
    /// The schemes by which it wants to know who asks, such as `Basic`.
    package var challenges: [String]

    /// Makes an answer of its parts.
    package init(status: Int, reason: String = "", server: String? = nil, challenges: [String] = []) {
        (self.status, self.reason, self.server, self.challenges) = (status, reason, server, challenges)
    }

    package init(_ response: ResponseHead) {
        let fields = response.fields
        let challenges = Challenge.parse(fields.values(of: "WWW-Authenticate")) ?? []
        self.init(
            status: response.status,
            reason: response.reason,
            server: fields["Server"],
            challenges: challenges.map(\.scheme)
        )
    }
}
