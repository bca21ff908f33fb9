package import Frame

/// A way to authenticate that a proxy offers and we know.
package enum ProxyChallenge: Equatable {
    /// Name and password in the clear (RFC 7617).
    case basic
    /// A hash over them (RFC 7616).
    case digest(DigestChallenge)

    /// The best of what is offered; `nil` if we know none.
    ///
    /// - Parameter values: of `Proxy-Authenticate`.
    package static func best(of values: [String]) -> ProxyChallenge? {
        let challenges = Challenge.parse(values) ?? []
        let digests = challenges.compactMap { DigestChallenge($0) }
        if let digest = digests.first(where: { $0.algorithm == .sha256 }) ?? digests.first { return .digest(digest) }
        return challenges.contains { $0.isScheme("Basic") } ? .basic : nil
    }

    /// Whether the proxy says that the answer was right, but to an old question.
    package var isStale: Bool {
        switch self {
        case .basic: false
        case .digest(let challenge): challenge.isStale
        }
    }

    /// The value of `Proxy-Authorization`.
    package func answer(_ credentials: Credentials.Basic, method: String, target: String, nonce: String) -> String {
        switch self {
        case .basic: BasicCredentials.encode(credentials)
        case .digest(let challenge): challenge.answer(credentials, method: method, target: target, nonce: nonce)
        }
    }
}
