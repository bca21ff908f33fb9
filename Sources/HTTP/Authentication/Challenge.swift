/// What a server or a proxy wants to see before it serves (RFC 9110 §11.3): one way to authenticate, with its parameters.
package struct Challenge: Sendable, Hashable {
    /// The scheme, such as `Digest`.
    ///
    /// Compared without case.
    package let scheme: String
    /// The parameters, unquoted, in order; those with an empty name are none, but a `token68`.
    package internal(set) var parameters: [HeaderFields.Field]

    /// Makes a challenge of its parts.
    package init(scheme: String, parameters: [HeaderFields.Field] = []) {
        (self.scheme, self.parameters) = (scheme, parameters)
    }

    /// Reads all challenges of a field, over all its lines.
    ///
    /// - Parameter values: of `WWW-Authenticate` or `Proxy-Authenticate`.
    /// - Returns: `nil` if any of them breaks the grammar.
    package static func parse(_ values: [String]) -> [Challenge]? {
        var challenges: [Challenge] = []
        for value in values {
            var scanner = ChallengeScanner(value)
            guard let list = scanner.list() else { return nil }
            challenges += list
        }
        return challenges
    }

    /// Whether the scheme is `name`, whatever the case.
    package func isScheme(_ name: String) -> Bool { scheme.matches(name) }

    /// The value of the one parameter with this name; `nil` if there is none, or more than one.
    package subscript(name: String) -> String? { HeaderFields(parameters)[name] }
}
