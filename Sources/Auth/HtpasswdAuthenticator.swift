public import Frame

/// `htpasswd:FILE` — admits by name and password (RFC 7617) those whom a password file of Apache's kind lists.
///
/// The file is looked at for every authentication and read anew when it has changed. While it cannot be read, or has no entry
/// that anybody could be admitted by, nobody is admitted, and every attempt throws why.
public struct HtpasswdAuthenticator: Authenticator {
    private let source: HtpasswdSource

    /// What kinds of entries the file had when this was made, so that the operator can be told of users who will be refused.
    public let census: HtpasswdCensus

    /// Reads the file that `uri` names.
    ///
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable entry; `EndpointURIError` if the URI has a part
    ///   that means nothing here.
    public init(_ uri: EndpointURI) throws {
        try uri.withParameters { _ in }
        guard uri.host ?? "" == "" else { throw EndpointURIError.unexpectedPart("host", in: uri.scheme) }
        guard !uri.path.isEmpty else { throw EndpointURIError.missingPart("file", of: uri.scheme) }
        source = try HtpasswdSource(uri.path)
        census = source.census
    }

    /// Finds out whether the file lists the user with this password.
    ///
    /// Takes as long for an unknown user as for a wrong password.
    /// - Throws: ``AuthError`` while the file is of no use.
    public func authenticate(_ credentials: Credentials) async throws -> Principal? {
        guard let basic = credentials.basic else { return nil }
        let hash = try await source.contents[basic.user]
        let isMatch = try (hash ?? .decoy).matches(basic.password)
        return hash != nil && isMatch ? Principal(basic.user) : nil
    }
}
