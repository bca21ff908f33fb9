package import Frame

/// `tokens:FILE` — admits whoever bears a token (RFC 6750) whose digest a file lists.
///
/// A line is `name:digest` or `name:digest:expiry`, with the SHA-256 of the token in 64 hexadecimal digits, and a date such as
/// `2027-12-31` (UTC) from which on it is refused; lines that begin with `#` are comments. ``AccessToken`` makes both, the token and
/// its line. Tokens of fewer than 22 bytes are refused: they could be found out from their digests.
///
/// The file is read anew when it has changed. While it cannot be read, or has no line of use, nobody is admitted, and every attempt
/// throws why.
package struct TokensAuthenticator: Authenticator {
    private let file: WatchedFile<TokenFile>
    private let now: @Sendable () -> Duration

    /// What there is to say about the file as it was when this was made.
    package let warnings: [String]

    /// The file of tokens.
    package var needs: Needs { Needs(files: [file.path]) }

    /// Tokens alone.
    package var acceptedKinds: Credentials.Kinds { .bearer }

    /// What its URIs may say.
    static let declaration = URIDeclaration("FILE", help: "tokens, by their SHA-256")

    /// Reads the file that `uri` names.
    ///
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable line; `EndpointURIError` if the URI has a part
    ///   that means nothing here.
    package init(_ uri: EndpointURI) throws { try self.init(uri, now: { .sinceEpoch }) }

    /// - Parameter now: the time since 1970.
    init(_ uri: EndpointURI, now: @escaping @Sendable () -> Duration) throws {
        try uri.withParameters { _ in }
        let path = try uri.requiredFile()
        file = try WatchedFile(path, limit: TokenFile.byteLimit) { bytes throws(AuthError) in
            let entries = TokenFile(parsing: bytes)
            guard !entries.isEmpty else { throw .noUsableLine(file: path, malformed: entries.malformed) }
            return entries
        }
        self.now = now
        let (malformed, expired) = (file.firstContents.malformed, file.firstContents.expiredCount(at: now()))
        let facts = [
            malformed > 0 ? "lines that cannot be read: \(malformed)" : nil,
            expired > 0 ? "tokens that have expired: \(expired)" : nil,
        ].compactMap { $0 }
        warnings = facts.isEmpty ? [] : ["'\(path)': " + facts.joined(separator: "; ")]
    }

    /// Finds out whose token it is.
    ///
    /// - Throws: ``AuthError`` while the file is of no use.
    package func authenticate(_ credentials: Credentials) async throws -> Principal? {
        guard let token = credentials.bearer else { return nil }
        return try await file.contents.bearer(of: token, at: now())
    }
}
