/// A password file on the disk, as it is whenever somebody asks.
actor HtpasswdSource {
    private let path: String
    private let now: @Sendable () -> Duration
    private var last: Reading
    /// What kinds of entries the file had the first time.
    nonisolated let census: HtpasswdCensus

    private struct Reading {
        let stamp: FileStamp
        let isConclusive: Bool
        let contents: Result<HtpasswdFile, AuthError>
    }

    /// Reads the file for the first time.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - now: the time since 1970.
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable entry.
    init(_ path: String, now: @escaping @Sendable () -> Duration = { .sinceEpoch }) throws(AuthError) {
        self.path = path
        self.now = now
        last = try Self.read(path, at: now())
        census = try last.contents.get().census
    }

    /// The entries of the file as it is now: it is read anew if it has changed, by one caller where several find it so.
    var contents: HtpasswdFile {
        get throws(AuthError) {
            let stamp = try BoundedFile.stamp(of: path)
            if !last.isConclusive || last.stamp != stamp { last = try Self.read(path, at: now()) }
            return try last.contents.get()
        }
    }

    private static func read(_ path: String, at now: Duration) throws(AuthError) -> Reading {
        let file = try BoundedFile(reading: path, limit: HtpasswdFile.byteLimit)
        let entries = HtpasswdFile(parsing: file.bytes)
        return Reading(
            stamp: file.stamp,
            isConclusive: file.stamp.isConclusive(at: now),
            contents: entries.census.usable > 0
                ? .success(entries) : .failure(.noUsableEntry(file: path, census: entries.census))
        )
    }
}
