public import Frame
import Synchronization

/// `htpasswd:FILE` — admits by name and password (RFC 7617) those whom a password file of Apache's kind lists.
///
/// The file is looked at for every authentication and read anew when it has changed. While it cannot be read, or has no entry
/// that anybody could be admitted by, nobody is admitted, and every attempt throws why.
public final class HtpasswdAuthenticator: Authenticator {
    private let path: String
    private let cache: Mutex<Cache>

    private struct Cache {
        let stamp: FileStamp
        let isConclusive: Bool
        let contents: Result<HtpasswdFile, AuthError>
    }

    /// Reads the file that `uri` names.
    ///
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable entry; `EndpointURIError` if the URI has a part
    ///   that means nothing here.
    public init(_ uri: EndpointURI) throws {
        try uri.withParameters { _ in }
        guard uri.host ?? "" == "" else { throw EndpointURIError.unexpectedPart("host", in: uri.scheme) }
        guard !uri.path.isEmpty else { throw EndpointURIError.missingPart("file", of: uri.scheme) }
        path = uri.path
        let first = try Self.read(path)
        _ = try first.contents.get()
        cache = Mutex(first)
    }

    /// What kinds of entries the file has now, so that the operator can be told of users who will be refused.
    ///
    /// - Throws: ``AuthError`` as ``authenticate(_:)`` does.
    public func census() throws -> HtpasswdCensus { try contents().census }

    /// Finds out whether the file lists the user with this password.
    ///
    /// Takes as long for an unknown user as for a wrong password.
    /// - Throws: ``AuthError`` while the file is of no use.
    public func authenticate(_ credentials: Credentials) async throws -> Principal? {
        guard let basic = credentials.basic else { return nil }
        let hash = try contents()[basic.user]
        let isMatch = try (hash ?? .decoy).matches(basic.password)
        return hash != nil && isMatch ? Principal(basic.user) : nil
    }

    /// The entries of the file as it is now.
    ///
    /// One caller reads it where several find it changed.
    private func contents() throws(AuthError) -> HtpasswdFile {
        try cache.withLock { cache throws(AuthError) in
            let stamp = try BoundedFile.stamp(of: path)
            if !cache.isConclusive || cache.stamp != stamp { cache = try Self.read(path) }
            return try cache.contents.get()
        }
    }

    private static func read(_ path: String) throws(AuthError) -> Cache {
        let now = Duration.sinceEpoch
        let file = try BoundedFile(reading: path, limit: HtpasswdFile.byteLimit)
        let entries = HtpasswdFile(parsing: file.bytes)
        return Cache(
            stamp: file.stamp,
            isConclusive: file.stamp.isConclusive(at: now),
            contents: entries.census.usable > 0
                ? .success(entries) : .failure(.noUsableEntry(file: path, census: entries.census))
        )
    }
}
