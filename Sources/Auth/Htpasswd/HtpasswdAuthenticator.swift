package import Frame

/// `htpasswd:FILE` — admits by name and password (RFC 7617) those whom a password file of Apache's kind lists.
///
/// The file is looked at for every authentication and read anew when it has changed. While it cannot be read, or has no entry
/// that anybody could be admitted by, nobody is admitted, and every attempt throws why.
///
/// Passwords are hashed on two threads of its own; when 512 wait for them, further attempts throw `AuthenticatorBusy`.
package struct HtpasswdAuthenticator: Authenticator {
    private let file: WatchedFile<HtpasswdFile>
    let workers: BoundedWorkers

    /// What kinds of entries the file had when this was made, so that the operator can be told of users who will be refused.
    package let census: HtpasswdCensus

    /// What there is to say about the file as it was when this was made.
    package let warnings: [String]

    /// The password file.
    package var needs: Needs { Needs(files: [file.path]) }

    /// What its URIs may say.
    static let declaration = URIDeclaration("FILE", help: "names and passwords, as htpasswd writes them")

    /// Reads the file that `uri` names.
    ///
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable entry; `EndpointURIError` if the URI has a part
    ///   that means nothing here.
    package init(_ uri: EndpointURI) throws {
        try uri.withParameters { _ in }
        let path = try uri.requiredFile()
        file = try HtpasswdFile.watched(path)
        workers = try BoundedWorkers(limit: 2, waiting: 512)
        census = file.firstContents.census
        warnings = census.warning.map { ["'\(path)': \($0)"] } ?? []
    }

    /// Finds out whether the file lists the user with this password.
    ///
    /// Takes as long for an unknown user as for a wrong password.
    /// - Throws: ``AuthError`` while the file is of no use, or too many wait.
    package func authenticate(_ credentials: Credentials) async throws -> Principal? {
        guard let basic = credentials.basic else { return nil }
        let entries = try await file.contents
        let isAdmitted = try await workers.run { try entries.admits(basic.user, basic.password) }
        return isAdmitted ? Principal(basic.user) : nil
    }
}

extension HtpasswdFile {
    /// A password file on the disk.
    static func watched(
        _ path: String,
        now: @escaping @Sendable () -> Duration = { .sinceEpoch }
    ) throws(AuthError) -> WatchedFile<HtpasswdFile> {
        try WatchedFile(path, limit: byteLimit, now: now) { bytes throws(AuthError) in
            let entries = HtpasswdFile(parsing: bytes)
            guard entries.census.usable > 0 else { throw .noUsableEntry(file: path, census: entries.census) }
            return entries
        }
    }
}
