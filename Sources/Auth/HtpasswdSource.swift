/// A password file on the disk, as it is whenever somebody asks.
actor HtpasswdSource {
    private let path: String
    private var last: Reading

    private struct Reading {
        let stamp: FileStamp
        let isConclusive: Bool
        let contents: Result<HtpasswdFile, AuthError>
    }

    /// Reads the file for the first time.
    ///
    /// - Throws: ``AuthError`` if it cannot be read, is too long, or has no usable entry.
    init(_ path: String) throws(AuthError) {
        self.path = path
        last = try Self.read(path)
        _ = try last.contents.get()
    }

    /// The entries of the file as it is now: it is read anew if it has changed, by one caller where several find it so.
    var contents: HtpasswdFile {
        get throws(AuthError) {
            let stamp = try BoundedFile.stamp(of: path)
            if !last.isConclusive || last.stamp != stamp { last = try Self.read(path) }
            return try last.contents.get()
        }
    }

    private static func read(_ path: String) throws(AuthError) -> Reading {
        let now = Duration.sinceEpoch
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
