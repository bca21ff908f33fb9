package import Frame

/// `chain:?auth=URI&auth=URI…` — admits whom any of several authenticators admits; the first that does says who it is.
///
/// They are asked in order. One that cannot decide admits nobody, but the others are asked all the same; where none of them admits,
/// the chain has not decided either, and throws what the first such one threw: a peer is admitted only because an authenticator
/// said so, and refused for good only if all of them did.
package struct ChainAuthenticator: Authenticator {
    private let links: [any Authenticator]

    static let scheme = "chain"

    private static let auth = URIParameter.component(
        "auth", .authenticator, help: "authenticator to ask, after those before it"
    ).repeated()

    /// What its URIs may say.
    static let declaration = URIDeclaration(
        "", help: "several authenticators: a client needs to satisfy only one", auth)

    /// Makes a chain of those that `uri` names.
    ///
    /// - Throws: what they throw; `EndpointURIError` if it names none, or has a part that means nothing here.
    package init(_ uri: EndpointURI, in registry: Registry) throws {
        let uris = try uri.withParameters { try $0.take(Self.auth) }
        guard try uri.file().isEmpty else { throw EndpointURIError.unexpectedPart("path", in: uri.scheme) }
        guard !uris.isEmpty else { throw EndpointURIError.missingPart("'auth' parameter", of: uri.scheme) }
        links = try uris.map { try registry.authenticator($0) }
    }

    /// Makes a chain of its links, in the order in which they are asked.
    package init(_ links: [any Authenticator]) { self.links = links }

    /// The URI of a chain of these URIs; of one alone, that one, and of none, `nil`.
    ///
    /// - Throws: `EndpointURIError` if one is no URI.
    package static func uri(of authenticators: [String]) throws(EndpointURIError) -> EndpointURI? {
        var uris: [EndpointURI] = []
        for text in authenticators { uris.append(try EndpointURI(text)) }
        guard uris.count > 1 else { return uris.first }
        return EndpointURI(scheme: scheme, parameters: authenticators.map { auth.setting($0) })
    }

    /// What any of them looks at.
    package var acceptedKinds: Credentials.Kinds {
        links.reduce(into: []) { $0.formUnion($1.acceptedKinds) }
    }

    /// What all of them have to say.
    package var warnings: [String] { links.flatMap(\.warnings) }

    /// What any of them needs.
    package var needs: Needs {
        links.reduce(into: Needs()) { $0 += $1.needs }
    }

    /// Asks one after the other.
    ///
    /// - Throws: what the first that could not decide threw, if no other admits.
    package func authenticate(_ credentials: Credentials) async throws -> Principal? {
        var failure: (any Error)?
        for link in links {
            do {
                if let principal = try await link.authenticate(credentials) { return principal }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return nil
    }
}
