import Frame
import Glibc

/// `token:VARIABLE` admits whoever bears the token in that environment variable: none stands in a URI, where others could read it.
struct TokenAuthenticator: Authenticator {
    /// What a peer is asked for that presents nothing.
    let acceptedKinds = Credentials.Kinds.bearer
    private let token: Secret

    init(_ uri: EndpointURI) throws {
        try uri.withParameters { _ in }
        guard let value = getenv(uri.path) else {
            throw EndpointURIError.missingPart("variable that is set", of: uri.scheme)
        }
        token = Secret(String(cString: value))
    }

    func authenticate(_ credentials: Credentials) async -> Principal? {
        // `Secret` compares in constant time.
        credentials.bearer == token ? Principal("token") : nil
    }
}

extension Plugin {
    static let token = Plugin { registry throws(RegistryError) in
        try registry.add(authenticator: "token") { try TokenAuthenticator($0) }
    }
}
