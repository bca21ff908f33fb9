internal import Frame

/// An authenticator that knows one user and one token, and fails on another.
struct AcceptingAuthenticator: Authenticator {
    static let right = Credentials.basic(user: "alice", password: "open sesame 4711")
    /// All others, with what they are called in a failure.
    static let wrong: [(String, Credentials)] = [
        ("a wrong password", .basic(user: "alice", password: "open sesame 0815")),
        ("an unknown user", .basic(user: "mallory", password: "open sesame 4711")),
        ("no credentials", .none),
        ("credentials that the authenticator fails on", .basic(user: "trouble", password: "open sesame 4711")),
    ]
    static let principal = Principal("alice of the authenticator")

    func authenticate(_ credentials: Credentials) async throws -> Principal? {
        if credentials.basic?.user == "trouble" {
            throw ConformanceFailure(.refusal, "the authenticator cannot decide")
        }
        return credentials == Self.right ? Self.principal : nil
    }
}
